// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.Track;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One remote peer's stay: its connection and what it watches. Everything but the constructor runs on its loop. */
abstract class PeerSession implements PeerConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);
    private static final long TRACKS_TIMEOUT = TimeUnit.SECONDS.toNanos(30);

    final PeerId id;
    final Stream stream;
    final EventLoop loop;
    private final SessionEnd end;
    private final Instant since = Instant.now();
    private PeerConnection connection;
    private EventLoop.Timer tracksTimer;
    private EventLoop.Timer expiryTimer;
    private EventLoop.Timer renewalTimer;

    /** Set once, before it begins. */
    PeerServers servers;

    private List<IceServer> gatheredWith = List.of();
    private IceReport lastReport;
    private boolean ended;

    /** Told once when a session is over. */
    interface SessionEnd {
        void onEnded(PeerSession session);
    }

    PeerSession(PeerId id, Stream stream, EventLoop loop, SessionEnd end) {
        this.id = id;
        this.stream = stream;
        this.loop = loop;
        this.end = end;
    }

    /** How the peer came, for lists. */
    abstract String signaling();

    /** Where it comes from, as far as known. */
    abstract String remote();

    /** Describes the connection to the peer, now that the tracks are known. */
    abstract CompletionStage<?> negotiate(PeerConnection connection);

    /** The peer is not served, or no longer; its connection is closed already. */
    abstract void dismissed(String reason);

    /** Begins: opens the stream, then negotiates. */
    void begin(PeerConnection newConnection) {
        connection = newConnection;
        onGathering();
        tracksTimer = loop.schedule(
                () -> end("stream " + stream.name() + " is not open yet: " + stream.status()), TRACKS_TIMEOUT);
        stream.open().whenComplete((tracks, failure) -> loop.execute(() -> onTracks(tracks, failure)));
    }

    private void onTracks(List<Track> tracks, Throwable failure) {
        if (ended) {
            return;
        }
        tracksTimer.cancel();
        if (failure != null) {
            end(reason(failure));
            return;
        }
        // Sound first: a browser that refuses the first bundled section may never start ICE (Firefox without H.264).
        tracks.stream().sorted(Comparator.comparing(Track::kind)).forEach(connection::addTrack);
        negotiate(connection).whenCompleteAsync((done, refused) -> onNegotiated(refused), loop);
    }

    private void onNegotiated(Throwable refused) {
        if (refused != null && !ended) {
            end(reason(refused));
        }
    }

    /** Until when the peer may watch; null for as long as it likes. */
    void expireAt(Instant expiry) {
        if (expiryTimer != null) {
            expiryTimer.cancel();
        }
        if (expiry != null && !ended) {
            long nanos = Math.max(
                    0, java.time.Duration.between(Instant.now(), expiry).toNanos());
            expiryTimer = loop.schedule(() -> end("its right to watch has expired"), nanos);
        }
    }

    /** Candidates are gathered with the servers of now: those are to be renewed before their credentials run out. */
    void onGathering() {
        gatheredWith = servers.current();
        scheduleRenewal();
    }

    private void scheduleRenewal() {
        if (renewalTimer != null) {
            renewalTimer.cancel();
        }
        var pause = TimeLimit.renewAfter(gatheredWith, Instant.now());
        renewalTimer = loop.schedule(
                () -> refreshServers().thenRun(() -> {
                    if (!ended) {
                        scheduleRenewal();
                        onRefreshed(servers.current().equals(gatheredWith));
                    }
                }),
                pause.toNanos());
    }

    /** Gets servers with fresh credentials and hands them to the connection; never fails, completes on the loop. */
    CompletionStage<Void> refreshServers() {
        renew(null);
        return CompletableFuture.completedStage(null);
    }

    /**
     * The credentials in use soon run out, and were asked for again.
     *
     * @param same whether there are no others
     */
    void onRefreshed(boolean same) {}

    /** Fresh credentials came for the peer; null: only the device's own are renewed. */
    void renew(List<IceServer> brought) {
        if (!ended) {
            connection.setIceServers(brought == null ? servers.renew() : servers.renew(brought));
        }
    }

    PeerConnection connection() {
        return connection;
    }

    @Override
    public void onConnectionState(PeerConnectionState state) {
        switch (state) {
            case CONNECTED -> {
                var pair = connection.getStats().selectedPair();
                LOG.info("Peer {} watches {}{}", id, stream.name(), pair == null ? "" : " over " + pair.remote());
            }
            case FAILED -> end(connection.diagnosis());
            case CLOSED -> end("the connection was closed");
            default -> {}
        }
    }

    /** Takes a candidate of the peer. */
    void addIceCandidate(IceCandidate candidate) throws PeerException {
        if (!ended) {
            connection.addIceCandidate(candidate);
        }
    }

    /** Ends the session and tells the peer why. Idempotent. */
    void end(String reason) {
        if (ended) {
            return;
        }
        close();
        LOG.info("Peer {} no longer watches {}: {}", id, stream.name(), reason);
        dismissed(reason);
    }

    /** Ends the session without a word to the peer. Idempotent. */
    void close() {
        if (ended) {
            return;
        }
        ended = true;
        tracksTimer.cancel();
        renewalTimer.cancel();
        expireAt(null);
        lastReport = connection.iceReport();
        connection.close();
        end.onEnded(this);
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Thread: any. */
    CompletionStage<PeerEntry> entry() {
        return CompletableFuture.supplyAsync(
                () -> {
                    var stats = ended ? new PeerStats(List.of(), null, "") : connection.getStats();
                    var state = ended ? PeerConnectionState.CLOSED : connection.connectionState();
                    return new PeerEntry(id, stream.name(), signaling(), remote(), state, since, stats);
                },
                loop);
    }

    /** How its connection came about. Thread: any. */
    CompletionStage<IceReport> iceReport() {
        return loop.inLoop()
                ? CompletableFuture.completedStage(connection.iceReport())
                : CompletableFuture.supplyAsync(connection::iceReport, loop);
    }

    /** The same as it was at the end; null before. */
    IceReport lastReport() {
        return lastReport;
    }

    static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
