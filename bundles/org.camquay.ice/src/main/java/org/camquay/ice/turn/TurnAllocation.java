// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.ice.net.ServerLinks;
import org.camquay.stun.PacketKind;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

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

    private enum State {
        CONNECTING,
        ASKING,
        ALLOCATED,
        RELEASING,
        CLOSED
    }

    private static final int DETOURS = 2;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(8);

    private final EventLoop loop;
    private final ServerLinks links;
    private final TurnOrder order;
    private final Listener listener;
    private final Requests requests;
    private final Redirection redirection;
    private final Relaying relaying;
    private final Lease lease;
    private ServerLink link;
    private State state = State.CONNECTING;
    private EventLoop.Timer timer;
    private int detours;

    /** Begins at once, without what is known of the server. */
    public TurnAllocation(EventLoop loop, ServerLinks links, TurnOrder order, Listener listener) {
        this(loop, links, order, new Challenges(), listener);
    }

    /** Begins at once; {@code challenges} are what servers have asked for before. */
    public TurnAllocation(
            EventLoop loop, ServerLinks links, TurnOrder order, Challenges challenges, Listener listener) {
        this.loop = loop;
        this.links = links;
        this.order = order;
        this.listener = listener;
        redirection = new Redirection(order.server(), order.url().host());
        var credentials = new LongTermCredentials(order.username(), order.credential(), challenges);
        requests = new Requests(loop, credentials);
        relaying = new Relaying(loop, requests, listener::onPacket);
        lease = new Lease(loop, requests, this::lose);
        connect();
    }

    private void connect() {
        state = State.CONNECTING;
        var server = redirection.server();
        link = links.open(loop, order.url().transport(), server, redirection.host(), new FromLink());
        requests.use(link, server);
        relaying.use(link);
        timer = loop.schedule(
                () -> fail("the connection was not made within " + CONNECT_LIMIT.toSeconds()
                        + " s: a firewall drops it, or the address is wrong"),
                CONNECT_LIMIT.toNanos());
    }

    private void allocate() {
        state = State.ASKING;
        timer.cancel();
        requests.send(StunMethod.ALLOCATE, builder -> Allocated.ask(builder, order.family()), new Requests.Outcome() {
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

    private void onAllocated(StunMessage response) {
        var given = Allocated.of(response);
        if (state == State.RELEASING) {
            release();
        } else if (given.isEmpty()) {
            fail("it allocates, but does not say what");
        } else {
            state = State.ALLOCATED;
            timer.cancel();
            lease.begin(response);
            listener.onAllocated(given.get().relayed(), given.get().mapped());
        }
    }

    private void onRefused(int code, String reason, StunMessage response) {
        if (state == State.RELEASING) {
            end();
        } else if (code == StunError.TRY_ALTERNATE) {
            redirection.follow(response).ifPresentOrElse(this::fail, this::reconnect);
        } else if (code == StunError.ALLOCATION_MISMATCH && detours++ < DETOURS) {
            // The port was another client's a moment ago: from another one (RFC 8656 §7.4).
            reconnect();
        } else {
            fail(reason);
        }
    }

    private void reconnect() {
        link.close();
        connect();
    }

    /** Packets to this peer will come: asks the server to let them pass. */
    public void prepare(InetSocketAddress peer) {
        if (state == State.ALLOCATED) {
            relaying.prepare(peer);
        }
    }

    /** Many packets to this peer will come: takes the short form for them. */
    public void prefer(InetSocketAddress peer) {
        if (state == State.ALLOCATED) {
            relaying.prefer(peer);
        }
    }

    /** Relays a packet, which is consumed, without blocking; false when it was dropped. */
    public boolean send(ByteBuffer packet, InetSocketAddress peer) {
        return state == State.ALLOCATED && relaying.send(packet, peer);
    }

    /** What the server refused to relay, if anything. */
    public Optional<String> denial() {
        return relaying.denial();
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
        relaying.close();
        lease.release(this::end);
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
        lease.end();
        relaying.close();
        requests.clear();
        link.close();
    }

    private void onMessage(ByteBuffer message) {
        switch (PacketKind.of(message)) {
            case TURN_CHANNEL -> {
                if (state == State.ALLOCATED) {
                    relaying.onChannelData(message);
                }
            }
            case STUN -> StunMessage.decode(message).ifPresentOrElse(this::onStun, requests::onGarbage);
            default -> requests.onGarbage();
        }
    }

    private void onStun(StunMessage message) {
        if (message.messageClass().isResponse()) {
            requests.onResponse(message);
        } else if (state == State.ALLOCATED) {
            relaying.onIndication(message);
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
