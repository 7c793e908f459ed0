// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;

/**
 * For which peers' addresses the server relays (RFC 8656 §9): asked for, kept fresh, and packets that wait for it. What it
 * refuses is refused for good; where it does not answer it is asked again, for as long as there is the allocation.
 */
final class RelayPermissions {
    /** Sends a packet for which there is a permission. */
    interface Outlet {
        boolean send(ByteBuffer packet, InetSocketAddress peer);
    }

    /** Lifetime is 5 min (RFC 8656 §9). */
    private static final Duration REFRESH = Duration.ofMinutes(4);

    private static final int LIMIT = 64;
    private static final int HELD_LIMIT = 4;

    private record Held(InetSocketAddress peer, ByteBuffer packet) {}

    private enum State {
        ASKED,
        GRANTED,
        DENIED
    }

    private static final class Permission {
        private final ArrayDeque<Held> held = new ArrayDeque<>();
        private State state = State.ASKED;
    }

    private final EventLoop loop;
    private final Requests requests;
    private final Outlet outlet;
    private final Map<InetAddress, Permission> permissions = new HashMap<>();
    private EventLoop.Timer timer;
    private String denial = "";

    RelayPermissions(EventLoop loop, Requests requests, Outlet outlet) {
        this.loop = loop;
        this.requests = requests;
        this.outlet = outlet;
        timer = loop.schedule(this::refresh, REFRESH.toNanos());
    }

    /** Asks for a peer's address, if that is new. */
    void ask(InetAddress address) {
        if (permissions.containsKey(address) || permissions.size() >= LIMIT) {
            return;
        }
        var permission = new Permission();
        permissions.put(address, permission);
        request(List.of(address), new Requests.Outcome() {
            @Override
            public void onSuccess(StunMessage response) {
                grant(permission);
                denial = "";
            }

            @Override
            public boolean onSilence(String reason) {
                denial = refusal(address, reason);
                return true;
            }

            @Override
            public void onFailure(int code, String reason, StunMessage response) {
                permission.state = State.DENIED;
                permission.held.clear();
                denial = refusal(address, reason);
            }
        });
    }

    private static String refusal(InetAddress address, String reason) {
        return "no relaying to " + address.getHostAddress() + ": " + reason;
    }

    private void grant(Permission permission) {
        permission.state = State.GRANTED;
        while (!permission.held.isEmpty()) {
            var held = permission.held.poll();
            outlet.send(held.packet(), held.peer());
        }
    }

    /** Sends, or holds the packet back until the permission is there; false if neither can be. */
    boolean send(ByteBuffer packet, InetSocketAddress peer) {
        var permission = permissions.get(peer.getAddress());
        if (permission == null) {
            ask(peer.getAddress());
            permission = permissions.get(peer.getAddress());
        }
        if (permission == null || permission.state == State.DENIED) {
            return false;
        } else if (permission.state == State.GRANTED) {
            return outlet.send(packet, peer);
        } else if (permission.held.size() >= HELD_LIMIT) {
            return false;
        }
        var copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        return permission.held.add(new Held(peer, copy));
    }

    /** Why the server relayed not to all it was asked for; empty if it did. */
    String denial() {
        return denial;
    }

    private void refresh() {
        timer = loop.schedule(this::refresh, REFRESH.toNanos());
        var granted = new ArrayList<InetAddress>();
        permissions.forEach((address, permission) -> {
            if (permission.state == State.GRANTED) {
                granted.add(address);
            }
        });
        // One by one: of several in one request none is refreshed if one of them is refused.
        for (var address : granted) {
            request(List.of(address), new Requests.Outcome() {
                @Override
                public void onSuccess(StunMessage response) {
                    // For five minutes more.
                }

                @Override
                public boolean onSilence(String reason) {
                    return true;
                }

                @Override
                public void onFailure(int code, String reason, StunMessage response) {
                    denial = "the permission for " + address.getHostAddress() + " was not renewed: " + reason;
                }
            });
        }
    }

    private void request(List<InetAddress> addresses, Requests.Outcome outcome) {
        requests.send(StunMethod.CREATE_PERMISSION, builder -> content(builder, addresses), outcome);
    }

    private static void content(StunMessageBuilder builder, List<InetAddress> addresses) {
        addresses.forEach(address -> builder.add(AttributeType.XOR_PEER_ADDRESS, new InetSocketAddress(address, 0)));
    }

    void close() {
        timer.cancel();
        permissions.clear();
    }
}
