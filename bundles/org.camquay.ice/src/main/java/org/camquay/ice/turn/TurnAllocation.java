// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.ice.net.ServerLinks;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.ChannelData;
import org.camquay.stun.Octets;
import org.camquay.stun.PacketKind;
import org.camquay.stun.ServerAttribute;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;
import org.camquay.stun.TurnAttribute;

/** The client's side of an allocation (RFC 8656), from the first request to its release. Everything on one loop. */
public final class TurnAllocation {
    /** What comes of it; on the loop. */
    public interface Listener {
        /**
         * Packets can be relayed from now on.
         *
         * @param relayed the addresses on the server, one for each family
         * @param mapped our address as the server sees it
         */
        void onAllocated(List<InetSocketAddress> relayed, InetSocketAddress mapped);

        /** It never came to be; one sentence says why. */
        void onFailed(String reason);

        /** It is over, though it was not closed. */
        void onLost(String reason);

        /**
         * A peer's packet came over the relay.
         *
         * @param packet valid only during the call; may be changed by the receiver
         */
        void onPacket(InetSocketAddress peer, ByteBuffer packet);
    }

    /**
     * What is asked of whom.
     *
     * @param family of the relayed address
     */
    public record Order(
            IceServerUrl url, InetSocketAddress server, String username, String credential, Family family) {}

    /** Which relayed addresses are wanted. */
    public enum Family {
        IPV4,
        /** IPv6 alone (REQUESTED-ADDRESS-FAMILY). */
        IPV6,
        /** IPv6 too, if the server can (ADDITIONAL-ADDRESS-FAMILY). */
        BOTH
    }

    private enum State {
        CONNECTING,
        ASKING,
        ALLOCATED,
        RELEASING,
        CLOSED
    }

    private static final int DETOURS = 2;
    private static final long LEAST_LIFETIME = 30;
    private static final long LONGEST_LIFETIME = 3600;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(8);

    private final EventLoop loop;
    private final ServerLinks links;
    private final Order order;
    private final Listener listener;
    private final Requests requests;
    private final RelayChannels channels;
    private final RelayPermissions permissions;
    private ServerLink link;
    private InetSocketAddress server;
    private String host;
    private State state = State.CONNECTING;
    private EventLoop.Timer timer;
    private int detours;
    private boolean redirected;

    /** Begins at once. */
    public TurnAllocation(EventLoop loop, ServerLinks links, Order order, Listener listener) {
        this.loop = loop;
        this.links = links;
        this.order = order;
        this.listener = listener;
        this.server = order.server();
        this.host = order.url().host();
        requests = new Requests(loop, new LongTermCredentials(order.username(), order.credential()));
        channels = new RelayChannels(loop, requests);
        permissions = new RelayPermissions(loop, requests, this::indicate);
        connect();
    }

    private void connect() {
        state = State.CONNECTING;
        link = links.open(loop, order.url().transport(), server, host, new FromLink());
        requests.use(link);
        schedule(() -> fail("the connection was not made within " + CONNECT_LIMIT.toSeconds() + " s"), CONNECT_LIMIT);
    }

    private void schedule(Runnable task, Duration delay) {
        if (timer != null) {
            timer.cancel();
        }
        timer = loop.schedule(task, delay.toNanos());
    }

    private void allocate() {
        state = State.ASKING;
        timer.cancel();
        requests.send(StunMethod.ALLOCATE, this::allocateContent, new Requests.Outcome() {
            @Override
            public void onSuccess(StunMessage response) {
                onAllocated(response);
            }

            @Override
            public void onFailure(int code, String reason, StunMessage response) {
                onRefused(code, reason, response);
            }
        });
    }

    private void allocateContent(StunMessageBuilder builder) {
        builder.add(new TurnAttribute.RequestedTransport(TurnAttribute.RequestedTransport.UDP));
        switch (order.family()) {
            case IPV4 -> {}
            case IPV6 -> builder.add(new TurnAttribute.RequestedAddressFamily(AddressFamily.IPV6));
            case BOTH -> builder.add(new TurnAttribute.AdditionalAddressFamily(AddressFamily.IPV6));
        }
    }

    private void onAllocated(StunMessage response) {
        var relayed = response.attributes(TurnAttribute.XorRelayedAddress.class).stream()
                .map(TurnAttribute.XorRelayedAddress::address)
                .filter(address -> address.getPort() > 0)
                .limit(2)
                .toList();
        var mapped =
                response.attribute(StunAttribute.XorMappedAddress.class).map(StunAttribute.XorMappedAddress::address);
        if (state == State.RELEASING) {
            release();
        } else if (relayed.isEmpty() || mapped.isEmpty()) {
            fail("it allocates, but does not say what");
        } else {
            state = State.ALLOCATED;
            renewBefore(lifetime(response));
            listener.onAllocated(relayed, mapped.get());
        }
    }

    private static long lifetime(StunMessage response) {
        long seconds = response.attribute(TurnAttribute.Lifetime.class)
                .map(TurnAttribute.Lifetime::seconds)
                .orElse(600L);
        return Math.max(LEAST_LIFETIME, Math.min(seconds, LONGEST_LIFETIME));
    }

    private void renewBefore(long lifetime) {
        long margin = Math.min(60, lifetime / 2);
        schedule(this::renew, Duration.ofSeconds(lifetime - margin));
    }

    private void renew() {
        requests.send(StunMethod.REFRESH, builder -> {}, new Requests.Outcome() {
            @Override
            public void onSuccess(StunMessage response) {
                if (state == State.ALLOCATED) {
                    renewBefore(lifetime(response));
                }
            }

            @Override
            public void onFailure(int code, String reason, StunMessage response) {
                lose("the allocation was not renewed: " + reason);
            }
        });
    }

    private void onRefused(int code, String reason, StunMessage response) {
        if (state == State.RELEASING) {
            end();
        } else if (code == StunError.TRY_ALTERNATE) {
            tryAlternate(response);
        } else if (code == StunError.ALLOCATION_MISMATCH && detours++ < DETOURS) {
            // The port was another client's a moment ago: from another one (RFC 8656 §7.4).
            reconnect();
        } else {
            fail(reason);
        }
    }

    /** Followed once: two servers that point at each other get nobody caught (RFC 8489 §10). */
    private void tryAlternate(StunMessage response) {
        var alternate =
                response.attribute(ServerAttribute.AlternateServer.class).map(ServerAttribute.AlternateServer::address);
        if (alternate.isEmpty() || redirected) {
            fail(redirected ? "it sends on to another server again (300)" : "it sends on to nowhere (300)");
        } else if (!isServer(alternate.get())) {
            fail("it sends on to " + alternate.get() + ", which is no server's address (300)");
        } else {
            redirected = true;
            server = alternate.get();
            host = response.attribute(ServerAttribute.AlternateDomain.class)
                    .map(ServerAttribute.AlternateDomain::value)
                    .orElse(host);
            reconnect();
        }
    }

    private boolean isServer(InetSocketAddress address) {
        var ip = address.getAddress();
        return address.getPort() > 0
                && !ip.isAnyLocalAddress()
                && !ip.isMulticastAddress()
                && ip.isLoopbackAddress() == server.getAddress().isLoopbackAddress();
    }

    private void reconnect() {
        link.close();
        connect();
    }

    /** Packets to this peer will come: asks the server to let them pass. */
    public void prepare(InetSocketAddress peer) {
        if (state == State.ALLOCATED) {
            permissions.ask(peer.getAddress());
        }
    }

    /** Many packets to this peer will come: takes the short form for them. */
    public void prefer(InetSocketAddress peer) {
        if (state == State.ALLOCATED) {
            channels.bind(peer);
        }
    }

    /** Relays a packet, which is consumed, without blocking; false when it was dropped. */
    public boolean send(ByteBuffer packet, InetSocketAddress peer) {
        int channel = channels.channel(peer);
        if (channel != 0) {
            return state == State.ALLOCATED && link.sendChannelData(channel, packet);
        }
        return state == State.ALLOCATED && permissions.send(packet, peer);
    }

    private boolean indicate(ByteBuffer packet, InetSocketAddress peer) {
        var indication = StunMessage.indication(StunMethod.SEND)
                .add(new TurnAttribute.XorPeerAddress(peer))
                .add(new TurnAttribute.Data(Octets.copyOf(packet)))
                .build();
        return link.send(indication.buffer());
    }

    /** What the server refused to relay, if anything. */
    public Optional<String> denial() {
        return Optional.of(permissions.denial()).filter(sentence -> !sentence.isEmpty());
    }

    /** Gives it back. Idempotent. */
    public void close() {
        switch (state) {
            case CONNECTING -> end();
            case ASKING -> state = State.RELEASING;
            case ALLOCATED -> {
                state = State.RELEASING;
                release();
            }
            case RELEASING, CLOSED -> {}
        }
    }

    private void release() {
        timer.cancel();
        permissions.close();
        channels.close();
        requests.send(
                StunMethod.REFRESH, builder -> builder.add(new TurnAttribute.Lifetime(0)), new Requests.Outcome() {
                    @Override
                    public void onSuccess(StunMessage response) {
                        end();
                    }

                    @Override
                    public void onFailure(int code, String reason, StunMessage response) {
                        end();
                    }
                });
    }

    private void fail(String reason) {
        if (state == State.CONNECTING || state == State.ASKING) {
            end();
            listener.onFailed(reason);
        }
    }

    private void lose(String reason) {
        if (state == State.ALLOCATED) {
            end();
            listener.onLost(reason);
        }
    }

    private void end() {
        state = State.CLOSED;
        timer.cancel();
        permissions.close();
        channels.close();
        requests.clear();
        link.close();
    }

    private void onMessage(ByteBuffer message) {
        switch (PacketKind.of(message)) {
            case TURN_CHANNEL -> {
                int channel = ChannelData.channel(message);
                var peer = channel < 0 ? null : channels.peer(channel);
                if (peer != null && state == State.ALLOCATED) {
                    listener.onPacket(peer, ChannelData.payload(message));
                }
            }
            case STUN -> StunMessage.decode(message).ifPresent(this::onStun);
            default -> {}
        }
    }

    private void onStun(StunMessage message) {
        if (message.messageClass().isResponse()) {
            requests.onResponse(message);
        } else if (message.messageClass() == StunClass.INDICATION
                && message.method() == StunMethod.DATA
                && state == State.ALLOCATED) {
            var peer = message.attribute(TurnAttribute.XorPeerAddress.class);
            var data = message.attribute(TurnAttribute.Data.class);
            if (peer.isPresent() && data.isPresent()) {
                listener.onPacket(
                        peer.get().address(), ByteBuffer.wrap(data.get().value().toArray()));
            }
        }
    }

    private final class FromLink implements ServerLink.Listener {
        @Override
        public void onOpen() {
            if (state == State.CONNECTING) {
                allocate();
            }
        }

        @Override
        public void onMessage(ByteBuffer message) {
            TurnAllocation.this.onMessage(message);
        }

        @Override
        public void onClosed(String reason) {
            switch (state) {
                case CONNECTING, ASKING -> fail(reason);
                case ALLOCATED -> lose(reason);
                case RELEASING -> end();
                case CLOSED -> {}
            }
        }
    }
}
