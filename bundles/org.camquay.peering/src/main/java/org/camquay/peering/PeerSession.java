// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.peer.TooOftenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One remote peer's stay: its connection, what it is here for ({@link SessionPart}s) and how the two ends agree
 * ({@link Negotiator}). It ends once, for one reason ({@link Ending}). Everything runs on its loop, but for what says
 * otherwise.
 */
final class PeerSession implements PeerConnectionListener, ConnectTime.Peer {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);
    private static final PeerStats NO_STATS = new PeerStats(List.of(), null, "");

    private final PeerId id;
    private final GuardedLoop loop;
    private final Guard guard;
    private final Negotiator negotiator;
    private final PeerServers servers;
    private final ServerRenewal renewal;
    private final ConnectTime connectTime;
    private final Host host;
    private final long begunAt;
    private final List<SessionPart> parts;
    private PeerConnection connection;
    private EventLoop.Timer expiryTimer;
    private Ending ending;
    private IceReport lastReport;

    /**
     * Makes one, which does not begin yet. Thread: any.
     *
     * @param strategy makes the negotiator
     * @param host who let it in
     */
    PeerSession(
            PeerId id,
            EventLoop loop,
            PeerServers servers,
            Function<PeerSession, SessionPart> part,
            Function<PeerSession, Negotiator> strategy,
            Host host) {
        this.id = id;
        this.loop = new GuardedLoop(loop, failure -> end(Ending.of(failure)));
        this.guard = new Guard("peer " + id);
        this.servers = servers;
        this.host = host;
        this.begunAt = loop.nanoTime();
        this.parts = List.of(part.apply(this));
        this.negotiator = strategy.apply(this);
        this.connectTime = new ConnectTime(this.loop, this);
        this.renewal = new ServerRenewal(this.loop, servers, negotiator);
    }

    /** Thread: any. */
    PeerId id() {
        return id;
    }

    /** Its loop; what a task throws ends this session. Thread: any. */
    GuardedLoop loop() {
        return loop;
    }

    /** For calls into services of other bundles. Thread: any. */
    Guard guard() {
        return guard;
    }

    /** Thread: any. */
    Negotiator negotiator() {
        return negotiator;
    }

    /** The streams that it is about. Thread: any. */
    List<String> streamNames() {
        return parts.stream()
                .map(SessionPart::streamName)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private String streams() {
        return String.join(", ", streamNames());
    }

    /** Its STUN and TURN servers. Thread: any. */
    PeerServers servers() {
        return servers;
    }

    /** Null before it begins, and if it never did. */
    PeerConnection connection() {
        return connection;
    }

    /** Begins: the parts prepare the connection, then the two ends agree. */
    void begin(Function<PeerConnectionListener, PeerConnection> factory) {
        if (ending != null) {
            return;
        }
        connection = factory.apply(this);
        if (connection == null) {
            throw new IllegalStateException("no connection was made");
        }
        onGathering();
        var prepared = parts.stream()
                .map(part -> part.prepare(connection).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(prepared)
                .whenComplete((done, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        end(Ending.of(failure));
                    } else if (ending == null) {
                        negotiator
                                .negotiate(connection)
                                .whenComplete((agreed, refused) -> loop.execute(() -> {
                                    if (refused != null) {
                                        end(Ending.of(refused));
                                    } else {
                                        connectTime.begin();
                                    }
                                }));
                    }
                }));
    }

    @Override
    public boolean isHeard() {
        return guard.ask("isHeard", true, connection::isHeard);
    }

    @Override
    public void onTimeOver(TurnedAway.Limit limit, String sentence) {
        onTurnedAway(limit);
        // The cause first: what shows it to a viewer may have no room for all.
        var cause = guard.ask("diagnosis", "", connection::diagnosis);
        end(Ending.because(cause.isEmpty() ? sentence : cause + "; " + sentence));
    }

    /** A limit refuses it something. */
    void onTurnedAway(TurnedAway.Limit limit) {
        host.onTurnedAway(this, limit);
    }

    /** Until when the peer may watch; null for as long as it likes. */
    void expireAt(Instant expiry) {
        if (expiryTimer != null) {
            expiryTimer.cancel();
        }
        if (expiry != null && ending == null) {
            expiryTimer = loop.schedule(
                    () -> end(Ending.because("its right to watch has expired")),
                    TimeLimit.nanosUntil(expiry, Instant.now()));
        }
    }

    /** Candidates are gathered: the servers of now are to be renewed before their credentials run out. */
    void onGathering() {
        renewal.onGathering();
    }

    /** Fresh credentials came for the peer; null: only the device's own are renewed. */
    void renew(List<IceServer> brought) {
        if (ending == null && connection != null) {
            connection.setIceServers(brought == null ? servers.renew() : servers.renew(brought));
        }
    }

    /** Takes a candidate of the peer. */
    void addIceCandidate(IceCandidate candidate) throws PeerException {
        if (ending == null && connection != null) {
            connection.addIceCandidate(candidate);
        }
    }

    @Override
    public void onIceCandidate(IceCandidate candidate) {
        if (ending == null) {
            loop.run(() -> negotiator.onIceCandidate(candidate));
        }
    }

    @Override
    public void onConnectionState(PeerConnectionState state) {
        if (ending == null) {
            loop.run(() -> changed(state));
        }
    }

    private void changed(PeerConnectionState state) {
        if (state == PeerConnectionState.CONNECTED) {
            var pair = connection.getStats().selectedPair();
            connectTime.end();
            host.onConnected(this);
            LOG.info("Peer {} watches {}{}", id, streams(), pair == null ? "" : " over " + pair.remote());
        } else if (state == PeerConnectionState.CLOSED) {
            end(Ending.because("the connection was closed"));
        }
        if (ending == null) {
            negotiator.onState(state);
        }
    }

    /** Ends the session. Of several reasons only the first counts. */
    void end(Ending why) {
        if (ending != null) {
            return;
        }
        ending = why;
        renewal.close();
        expireAt(null);
        connectTime.end();
        guard.tell("close", () -> parts.forEach(SessionPart::close));
        lastReport = report().withDiagnosis(why.reason());
        if (connection != null) {
            guard.tell("close", connection::close);
        }
        host.onEnded(this);
        if (why.failure() instanceof RuntimeException || why.failure() instanceof Error) {
            LOG.error("Peer {} no longer watches {}: it failed inside", id, streams(), why.failure());
        } else if (why.failure() instanceof TooOftenException) {
            LOG.debug(
                    "Peer {} no longer watches {}: {}", id, streams(), why.reason()); // counted, since they may be many
        } else {
            LOG.info("Peer {} no longer watches {}: {}", id, streams(), why.reason());
        }
        guard.tell("onEnded", () -> negotiator.onEnded(why));
    }

    boolean hasEnded() {
        return ending != null;
    }

    /** Thread: any. */
    CompletionStage<PeerEntry> entry() {
        return onLoop(this::entryNow);
    }

    private PeerEntry entryNow() {
        boolean live = ending == null && connection != null;
        var stats = live ? guard.ask("getStats", NO_STATS, connection::getStats) : NO_STATS;
        var none = ending == null ? PeerConnectionState.NEW : PeerConnectionState.CLOSED;
        var state = live ? guard.ask("connectionState", none, connection::connectionState) : none;
        return new PeerEntry(id, streams(), negotiator.signaling(), negotiator.remote(), state, since(), stats);
    }

    private <T> CompletionStage<T> onLoop(Supplier<T> question) {
        return loop.inLoop()
                ? CompletableFuture.completedStage(question.get())
                : CompletableFuture.supplyAsync(question, loop);
    }

    /** Counted back on the loop's clock, so that a wall clock that was set meanwhile does not change the length. */
    private Instant since() {
        return Instant.now().minusNanos(loop.nanoTime() - begunAt);
    }

    /** How its connection came about. Thread: any. */
    CompletionStage<IceReport> iceReport() {
        return onLoop(this::report);
    }

    private IceReport report() {
        var none = IceReport.of(IceTransportState.NEW, "its connection is not made yet");
        return connection == null ? none : guard.ask("iceReport", none, connection::iceReport);
    }

    /** The same as it was at the end, with the reason; null before. */
    IceReport lastReport() {
        return lastReport;
    }
}
