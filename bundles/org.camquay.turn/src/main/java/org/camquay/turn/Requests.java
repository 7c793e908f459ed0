// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.stun.AttributeType;
import org.camquay.stun.Stun;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;

/** Takes all that clients of one loop send: data to their peers, requests to whoever answers them. */
final class Requests {
    private static final StunAttribute<String> SOFTWARE = AttributeType.SOFTWARE.of("Camquay");
    /** The first two bits tell (RFC 8656 §12). */
    private static final int STUN = 0x00;

    private static final int CHANNEL_DATA = 0x40;

    private final Resources resources;
    private final Lane loop;
    private final Authentication authentication;
    private final Allocations allocations;
    private final PermissionRequests permissions;
    private final RateLimiter rate;

    Requests(Resources resources, Lane loop) {
        this.resources = resources;
        this.loop = loop;
        this.authentication = new Authentication(resources);
        this.allocations = new Allocations(resources, loop);
        this.permissions = new PermissionRequests(resources, loop);
        this.rate = new RateLimiter(resources.limits().requestsPerSecond(), loop.now());
    }

    /** Takes one packet, and may move its position; the packet is the caller's again afterwards. */
    void accept(Client client, ByteBuffer packet) {
        int kind = packet.hasRemaining() ? packet.get(packet.position()) & 0xC0 : -1;
        switch (kind) {
            case CHANNEL_DATA -> channelData(client, packet);
            case STUN -> stun(client, packet);
            default -> resources.counters().increment(Count.MALFORMED);
        }
    }

    /** The client's way is gone, and with it its allocation. */
    void gone(Client client) {
        if (client.allocation() != null) {
            allocations.end(client.allocation());
        }
    }

    void close() {
        allocations.close();
    }

    private void channelData(Client client, ByteBuffer packet) {
        if (client.allocation() == null) {
            resources.counters().increment(Count.UNBOUND);
        } else {
            client.allocation().channelData(packet);
        }
    }

    private void stun(Client client, ByteBuffer packet) {
        if (!Stun.isStun(packet)) {
            resources.counters().increment(Count.MALFORMED);
            return;
        }
        switch (Stun.messageClass(packet)) {
            case REQUEST -> {
                // Before anything is parsed or computed, and for everybody alike.
                if (rate.take(client.remote().getAddress(), loop.now())) {
                    StunMessage.decode(packet)
                            .filter(Requests::intact)
                            .ifPresentOrElse(request -> request(client, request), this::malformed);
                } else {
                    resources.counters().increment(Count.RATE_LIMITED);
                }
            }
            case INDICATION -> indication(client, packet);
            default -> resources.counters().increment(Count.MALFORMED);
        }
    }

    private void indication(Client client, ByteBuffer packet) {
        if (Stun.method(packet) == StunMethod.BINDING) {
            return;
        }
        if (client.allocation() == null || Stun.method(packet) != StunMethod.SEND) {
            resources.counters().increment(Count.UNBOUND);
            return;
        }
        StunMessage.decode(packet)
                .filter(Requests::intact)
                .ifPresentOrElse(client.allocation()::sendIndication, this::malformed);
    }

    private void request(Client client, StunMessage request) {
        if (request.method() == StunMethod.BINDING) {
            answer(client, request, binding(client, request));
            return;
        }
        var outcome = authentication.check(client, request);
        if (outcome instanceof Authentication.Outcome.Granted granted) {
            granted(client, granted, request);
        } else if (outcome instanceof Authentication.Outcome.Refused refused) {
            answer(client, request, refused.answer());
        }
    }

    private StunMessageBuilder binding(Client client, StunMessage request) {
        resources.counters().increment(Count.BINDINGS);
        // No more than what was asked for: whoever spoofs a source gains nothing by the size of the answer.
        return request.unknownRequired().isEmpty()
                ? StunMessage.success(request).add(AttributeType.XOR_MAPPED_ADDRESS, client.remote())
                : StunMessage.error(request, StunError.of(StunError.UNKNOWN_ATTRIBUTE))
                        .add(AttributeType.UNKNOWN_ATTRIBUTES, request.unknownRequired());
    }

    private static List<Integer> unknown(StunMessage request) {
        var types = new ArrayList<>(request.unknownRequired());
        if (request.has(AttributeType.DONT_FRAGMENT)) {
            // Java 17 cannot set the bit, and RFC 8656 §7.2 wants that said so.
            types.add(AttributeType.DONT_FRAGMENT.number());
        }
        return types;
    }

    private void granted(Client client, Authentication.Outcome.Granted granted, StunMessage request) {
        var allocation = client.allocation();
        boolean again = request.method() == StunMethod.ALLOCATE
                && allocation != null
                && allocation.answer().transactionId().equals(request.transactionId());
        if (again) {
            client.link().answer(allocation.answer().buffer());
            return;
        }
        var reply = granted.protect(reply(client, granted.user(), request).add(SOFTWARE));
        var message = answer(client, request, reply);
        if (client.allocation() != null && client.allocation().answer() == null) {
            client.allocation().answer(message);
        }
    }

    private StunMessageBuilder reply(Client client, User user, StunMessage request) {
        var allocation = client.allocation();
        boolean allocate = request.method() == StunMethod.ALLOCATE;
        var unknown = unknown(request);
        if (!unknown.isEmpty()) {
            return allocations
                    .refuse(request, StunError.UNKNOWN_ATTRIBUTE, Count.OTHER_REFUSALS)
                    .add(AttributeType.UNKNOWN_ATTRIBUTES, unknown);
        } else if (allocate != (allocation == null)) {
            return allocations.refuse(request, StunError.ALLOCATION_MISMATCH, Count.OTHER_REFUSALS);
        } else if (!allocate && !allocation.user().name().equals(user.name())) {
            return allocations.refuse(request, StunError.WRONG_CREDENTIALS, Count.WRONG_CREDENTIALS);
        }
        return switch (request.method()) {
            case StunMethod.ALLOCATE -> allocations.allocate(client, user, request);
            case StunMethod.REFRESH -> allocations.refresh(allocation, request);
            case StunMethod.CREATE_PERMISSION -> permissions.createPermission(allocation, request);
            case StunMethod.CHANNEL_BIND -> permissions.bindChannel(allocation, request);
            default -> allocations.refuse(request, StunError.BAD_REQUEST, Count.OTHER_REFUSALS);
        };
    }

    private StunMessage answer(Client client, StunMessage request, StunMessageBuilder reply) {
        var message =
                request.has(AttributeType.FINGERPRINT) ? reply.fingerprint().build() : reply.build();
        client.link().answer(message.buffer());
        return message;
    }

    private void malformed() {
        resources.counters().increment(Count.MALFORMED);
    }

    private static boolean intact(StunMessage message) {
        return message.verifyFingerprint() != StunCheck.INVALID;
    }
}
