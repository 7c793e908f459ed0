// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.camquay.stun.AddressErrorCode;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;

/** Makes, refreshes and ends the allocations of one loop (RFC 8656 §7, §8). */
final class Allocations {
    private final Resources resources;
    private final Lane loop;
    private final RateLimiter rate;
    private final Set<Allocation> all = new HashSet<>();

    Allocations(Resources resources, Lane loop) {
        this.resources = resources;
        this.loop = loop;
        this.rate = new RateLimiter(resources.limits().allocationsPerSecond(), loop.now());
        loop.sweep(this::sweep);
    }

    /** Answers an Allocate request of a client that has none yet. */
    StunMessageBuilder allocate(Client client, User user, StunMessage request) {
        var wanted = AllocateRequest.of(request);
        if (wanted.error() != 0) {
            return refuse(request, wanted.error(), Count.OTHER_REFUSALS);
        } else if (resources.relays().of(wanted.family()).isEmpty()) {
            return refuse(request, StunError.ADDRESS_FAMILY_NOT_SUPPORTED, Count.OTHER_REFUSALS);
        } else if (!rate.take(client.remote().getAddress(), loop.now())) {
            return refuse(request, StunError.ALLOCATION_QUOTA_REACHED, Count.QUOTA_REFUSALS);
        }
        return switch (resources.quotas().take(user.account(), client.remote().getAddress())) {
            case USER_FULL, ADDRESS_FULL -> refuse(request, StunError.ALLOCATION_QUOTA_REACHED, Count.QUOTA_REFUSALS);
            case SERVER_FULL -> refuse(request, StunError.INSUFFICIENT_CAPACITY, Count.CAPACITY_REFUSALS);
            case GRANTED -> open(new Allocation(client, user, resources, loop), wanted, request);
        };
    }

    /** Answers a Refresh request. */
    StunMessageBuilder refresh(Allocation allocation, StunMessage request) {
        var family = request.attribute(AttributeType.REQUESTED_ADDRESS_FAMILY);
        if (family.isPresent() && allocation.relay(family.get()) == null) {
            return refuse(request, StunError.PEER_ADDRESS_FAMILY_MISMATCH, Count.OTHER_REFUSALS);
        }
        long asked = request.attribute(AttributeType.LIFETIME).orElse(-1L);
        int lifetime = asked == 0 ? 0 : resources.limits().lifetime(asked);
        if (lifetime == 0 && family.isPresent() && allocation.relays().size() > 1) {
            allocation.remove(family.get());
        } else if (lifetime == 0) {
            end(allocation);
        } else {
            extend(allocation, lifetime);
        }
        return StunMessage.success(request).add(AttributeType.LIFETIME, lifetime);
    }

    void end(Allocation allocation) {
        if (all.remove(allocation)) {
            allocation.close();
        }
    }

    void close() {
        List.copyOf(all).forEach(this::end);
    }

    StunMessageBuilder refuse(StunMessage request, int code, Count count) {
        resources.counters().increment(count);
        return StunMessage.error(request, StunError.of(code));
    }

    private StunMessageBuilder open(Allocation allocation, AllocateRequest wanted, StunMessage request) {
        all.add(allocation);
        allocation.client().allocation(allocation);
        resources.counters().increment(Count.ALLOCATIONS);
        var answer = StunMessage.success(request);
        if (!openRelays(allocation, wanted, answer)) {
            end(allocation);
            return refuse(request, StunError.INSUFFICIENT_CAPACITY, Count.CAPACITY_REFUSALS);
        }
        int lifetime = resources.limits().lifetime(wanted.lifetime());
        extend(allocation, lifetime);
        return answer.add(AttributeType.LIFETIME, lifetime)
                .add(AttributeType.XOR_MAPPED_ADDRESS, allocation.client().remote());
    }

    private boolean openRelays(Allocation allocation, AllocateRequest wanted, StunMessageBuilder answer) {
        var local = resources.relays().of(wanted.family()).orElseThrow().local();
        var account = allocation.user().account();
        DatagramChannel socket;
        if (wanted.token().isPresent()) {
            socket = resources
                    .reservations()
                    .take(wanted.token().getAsLong(), account)
                    .orElse(null);
        } else if (wanted.evenPort().isPresent()) {
            boolean reserve = wanted.evenPort().get();
            var sockets = reserve && resources.reservations().full()
                    ? null
                    : resources.ports().openEven(local, reserve).orElse(null);
            socket = sockets == null ? null : sockets[0];
            if (sockets != null && reserve) {
                long token = resources.reservations().keep(sockets[1], account, loop.now());
                answer.add(AttributeType.RESERVATION_TOKEN, token);
            }
        } else {
            socket = resources.ports().open(local).orElse(null);
        }
        boolean opened = socket != null && add(allocation, socket, answer);
        if (opened && wanted.additional() != null) {
            openAdditional(allocation, wanted.additional(), answer);
        }
        return opened;
    }

    /** The second family is a favor: without it the answer says why, and the first one stands (RFC 8656 §7.2). */
    private void openAdditional(Allocation allocation, AddressFamily family, StunMessageBuilder answer) {
        var relay = resources.relays().of(family);
        var socket = relay.flatMap(found -> resources.ports().open(found.local()));
        if (socket.isEmpty() || !add(allocation, socket.get(), answer)) {
            var error = StunError.of(
                    relay.isEmpty() ? StunError.ADDRESS_FAMILY_NOT_SUPPORTED : StunError.INSUFFICIENT_CAPACITY);
            answer.add(AttributeType.ADDRESS_ERROR_CODE, new AddressErrorCode(family, error.code(), error.reason()));
        }
    }

    private boolean add(Allocation allocation, DatagramChannel socket, StunMessageBuilder answer) {
        try {
            var announced = resources.relays().shown((InetSocketAddress) socket.getLocalAddress());
            allocation.add(socket, announced);
            answer.add(AttributeType.XOR_RELAYED_ADDRESS, announced);
            return true;
        } catch (IOException e) {
            resources.ports().close(socket);
            return false;
        }
    }

    private void extend(Allocation allocation, int seconds) {
        allocation.expireAt(loop.now() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private void sweep(long now) {
        for (var allocation : List.copyOf(all)) {
            if (allocation.isLive(now)) {
                allocation.peers().sweep(now);
            } else {
                end(allocation);
            }
        }
    }
}
