// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.SessionDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts ICE of a peer that we invited (RFC 8445 §9): its path is lost, the peer asks for it, or its relay's credentials
 * run out. Media goes on over the old pair meanwhile. Bounded: at most two a minute, and two in a row without a path.
 */
final class IceRestarts {
    private static final Logger LOG = LoggerFactory.getLogger(IceRestarts.class);
    /** Within {@link #STABLE}. */
    static final int MOST = 2;

    /** A path that is only disturbed mostly comes back within it. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private static final long ANSWER_TIMEOUT = TimeUnit.SECONDS.toNanos(30);
    /** Longer than an ICE agent needs until it gives a restart up. */
    private static final long SETTLING = TimeUnit.SECONDS.toNanos(35);

    /** By then the checks that were open when a relayed pair was agreed on have ended. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(5);

    static final long STABLE = TimeUnit.SECONDS.toNanos(60);

    /** The peer whose path it is. */
    interface Peer {
        /** Whether an invite could reach it. */
        boolean isReachable();

        /** Asks for fresh servers and hands them to the connection; never fails. */
        CompletionStage<?> refreshServers();

        CompletionStage<SessionDescription> invite(SessionDescription offer);

        /** All was tried. */
        void giveUp(String reason);

        boolean hasEnded();
    }

    private enum Phase {
        IDLE,
        WAITING,
        INVITING,
        SETTLING
    }

    private final EventLoop loop;
    private final Peer peer;
    private final String label;
    private PeerConnection connection;
    private Phase phase = Phase.IDLE;
    private EventLoop.Timer timer;
    private EventLoop.Timer look;
    private boolean connected;
    private boolean recovered = true;
    private long begunAt;
    private int tries;
    private int round;

    IceRestarts(EventLoop loop, Peer peer, String label) {
        this.loop = loop;
        this.peer = peer;
        this.label = label;
    }

    void begin(PeerConnection newConnection) {
        connection = newConnection;
    }

    /** The connection changed. What cannot be mended ends in {@link Peer#giveUp}. */
    void onState(PeerConnectionState state) {
        switch (state) {
            case CONNECTED -> {
                if (!connected) {
                    look = loop.schedule(this::preferDirect, LOOK);
                }
                connected = true;
                recovered = true;
                if (phase == Phase.WAITING || phase == Phase.SETTLING) {
                    become(Phase.IDLE);
                }
            }
            case DISCONNECTED -> onDisconnected();
            case CONNECTING -> {
                if (connected && phase == Phase.IDLE) {
                    retryOrGiveUp(connection.diagnosis());
                }
            }
            case FAILED -> onFailed();
            default -> {}
        }
    }

    private void onDisconnected() {
        if (phase == Phase.IDLE && mayTry()) {
            become(Phase.WAITING);
            // Later in the loop, when the agent has dropped the pairs of an address or relay that is gone.
            loop.execute(() -> {
                if (phase == Phase.WAITING) {
                    waitFor(lostItsBase() ? 0 : PATIENCE);
                }
            });
        }
    }

    /** The pair in use is none of those that can be tried: there is nothing to wait for. */
    private boolean lostItsBase() {
        var report = connection.iceReport();
        var used = report.selectedPair();
        return used != null
                && report.pairs().stream()
                        .map(tried -> tried.pair())
                        .noneMatch(pair -> pair.local().equals(used.local())
                                && pair.remote().equals(used.remote()));
    }

    /** A direct way that works, but was found too late to be agreed on, takes a restart (RFC 8445 §8.1.1). Once. */
    private void preferDirect() {
        var report = connection.iceReport();
        boolean late = report.pairs().stream()
                .map(tried -> tried.pair())
                .anyMatch(pair -> pair.state().equals("succeeded") && !isRelayed(pair));
        if (report.selectedPair() != null
                && isRelayed(report.selectedPair())
                && late
                && phase == Phase.IDLE
                && mayTry()) {
            LOG.info("ICE restart: peer {} (a direct path was found after a relayed one)", label);
            invite();
        }
    }

    private static boolean isRelayed(IceCandidatePair pair) {
        return pair.local().contains(" typ relay") || pair.remote().contains(" typ relay");
    }

    private void onFailed() {
        if (!connected || connection.iceReport().state() != IceTransportState.FAILED) {
            // It never worked, or DTLS ended it, which no path can mend.
            peer.giveUp(connection.diagnosis());
        } else if (phase != Phase.INVITING) {
            retryOrGiveUp(connection.diagnosis());
        }
    }

    /** Signaling is there again. */
    void onReachable() {
        if (connection != null && phase == Phase.IDLE && state() == PeerConnectionState.DISCONNECTED) {
            onDisconnected();
        }
    }

    /** The peer sees that its path is broken, before we do. */
    void onWish() {
        ask("the peer asks for it");
    }

    /** Somebody wants one. Empty if it is on its way, else a sentence why not. */
    Optional<String> ask(String why) {
        if (peer.hasEnded()) {
            return Optional.of("it has left");
        } else if (!connected) {
            return Optional.of("it has not connected yet: see getPeerInfo");
        } else if (isUnderWay()) {
            return Optional.of("one is on its way already: see getPeerInfo");
        } else if (!peer.isReachable()) {
            return Optional.of("its signaling is gone, which has to tell it");
        } else if (!mayTry()) {
            return Optional.of("there were " + MOST + " within a minute: try again later");
        }
        restart(why);
        return Optional.empty();
    }

    private boolean isUnderWay() {
        // Media may never have noticed it, so that the connection's state tells nothing.
        return phase == Phase.INVITING
                || phase == Phase.SETTLING && connection.iceReport().state() != IceTransportState.COMPLETED;
    }

    /** The relay in use may soon be gone; the servers are fresh already. */
    void onExpiring() {
        if (connected && phase == Phase.IDLE && peer.isReachable()) {
            LOG.debug("Peer {}: an ICE restart, because its relay's credentials run out", label);
            invite();
        }
    }

    void close() {
        round++;
        if (look != null) {
            look.cancel();
        }
        become(Phase.IDLE);
    }

    private PeerConnectionState state() {
        return connection.connectionState();
    }

    private boolean mayTry() {
        if (recovered && loop.nanoTime() - begunAt > STABLE) {
            tries = 0;
        }
        return tries < MOST && peer.isReachable();
    }

    private void retryOrGiveUp(String reason) {
        if (mayTry()) {
            waitFor(PATIENCE << tries);
        } else {
            become(Phase.IDLE);
            peer.giveUp(reason);
        }
    }

    private void waitFor(long nanos) {
        become(Phase.WAITING);
        timer = loop.schedule(
                () -> {
                    if (state() == PeerConnectionState.CONNECTED) {
                        become(Phase.IDLE);
                    } else if (mayTry()) {
                        restart(connection.diagnosis());
                    } else {
                        notDone("it cannot be reached through signaling");
                    }
                },
                nanos);
    }

    private void restart(String why) {
        tries++;
        recovered = state() == PeerConnectionState.CONNECTED;
        begunAt = loop.nanoTime();
        LOG.info("ICE restart: peer {} ({} of {}: {})", label, tries, MOST, why);
        become(Phase.INVITING);
        int mine = ++round;
        peer.refreshServers()
                .whenComplete((done, failure) -> loop.execute(() -> {
                    if (mine == round) {
                        invite();
                    }
                }));
    }

    private void invite() {
        become(Phase.INVITING);
        int mine = ++round;
        timer = loop.schedule(() -> onAnswer(mine, null, new IllegalStateException("no answer")), ANSWER_TIMEOUT);
        CompletableFuture.completedStage(true)
                .thenCompose(connection::createOffer)
                .thenCompose(connection::setLocalDescription)
                .thenCompose(done -> peer.invite(connection.localDescription()))
                .whenComplete((answer, failure) -> loop.execute(() -> onAnswer(mine, answer, failure)));
    }

    /** An answer to an offer that another has replaced is late, and means nothing. */
    private void onAnswer(int mine, SessionDescription answer, Throwable failure) {
        if (mine != round || peer.hasEnded()) {
            return;
        }
        if (failure != null) {
            notDone("it did not take the new offer: " + Guard.reason(failure));
            return;
        }
        become(Phase.SETTLING);
        timer = loop.schedule(this::onSettled, SETTLING);
        connection
                .setRemoteDescription(answer)
                .whenComplete((done, refused) -> loop.execute(() -> {
                    if (refused != null && mine == round && !peer.hasEnded()) {
                        notDone("its answer to the new offer is of no use: " + Guard.reason(refused));
                    }
                }));
    }

    private void onSettled() {
        become(Phase.IDLE);
        recovered |= state() == PeerConnectionState.CONNECTED;
        if (state() == PeerConnectionState.DISCONNECTED) {
            onDisconnected();
        }
    }

    /** A restart came to nothing: the old pair goes on for as long as it works. */
    private void notDone(String reason) {
        round++;
        become(Phase.IDLE);
        LOG.info("ICE restart failed: peer {} ({})", label, reason);
        switch (state()) {
            case CONNECTED -> recovered = true;
            case DISCONNECTED -> onDisconnected();
            default -> retryOrGiveUp(connection.diagnosis() + "; " + reason);
        }
    }

    private void become(Phase next) {
        phase = next;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
