// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.SessionDescription;

/** For a peer that was announced by a signaling backend: the device offers, and offers anew to restart ICE. */
final class OfferingNegotiator implements Negotiator, IceRestarts.Peer {
    private static final long SERVERS_TIMEOUT = TimeUnit.SECONDS.toNanos(2);

    /** For the first answer; what a backend or a server promises on its own may never come. */
    private static final long ANSWER_TIMEOUT = TimeUnit.SECONDS.toNanos(45);

    /** A receiver reports at least every 5 s (RFC 3550 §6.2). */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

    private static final long LISTENING = TimeUnit.SECONDS.toNanos(1);

    private final PeerSession session;
    private final EventLoop loop;
    private final Outlet outlet;
    private final IceRestarts restarts;
    private EventLoop.Timer answerTimer;
    private EventLoop.Timer listening;
    private boolean invited;
    private boolean answered;
    private boolean signalingLost;

    OfferingNegotiator(PeerSession session, Outlet outlet) {
        this.session = session;
        this.loop = session.loop();
        this.outlet = outlet;
        this.restarts = new IceRestarts(loop, this, session.id().value());
    }

    PeerSession session() {
        return session;
    }

    Outlet outlet() {
        return outlet;
    }

    @Override
    public String signaling() {
        return outlet.signaling();
    }

    @Override
    public String remote() {
        return "";
    }

    @Override
    public CompletionStage<?> negotiate(PeerConnection connection) {
        restarts.begin(connection);
        answerTimer = loop.schedule(
                () -> session.end(Ending.because(
                        "it did not answer the offer within " + TimeUnit.NANOSECONDS.toSeconds(ANSWER_TIMEOUT) + " s")),
                ANSWER_TIMEOUT);
        return connection
                .createOffer(false)
                .thenCompose(connection::setLocalDescription)
                .thenCompose(done -> {
                    // The offer carries the candidates gathered so far; only later ones are trickled.
                    invited = true;
                    return outlet.invite(session.id(), connection.localDescription());
                })
                .thenComposeAsync(answer -> onAnswer(connection, answer), loop);
    }

    private CompletionStage<Void> onAnswer(PeerConnection connection, SessionDescription answer) {
        answerTimer.cancel();
        if (hasEnded()) {
            return CompletableFuture.completedStage(null);
        }
        answered = true;
        return connection.setRemoteDescription(answer);
    }

    @Override
    public void onIceCandidate(IceCandidate candidate) {
        if (invited) {
            outlet.trickle(session.id(), candidate);
        }
    }

    @Override
    public void onState(PeerConnectionState state) {
        restarts.onState(state);
    }

    @Override
    public void onFreshServers() {
        if (isRelayed()) {
            restarts.onExpiring();
        } else {
            session.onGathering(); // nothing to gather: the path needs no server
        }
    }

    /** A candidate that only the peer's checks have shown may be its relay's. */
    private boolean isRelayed() {
        var pair = session.connection().iceReport().selectedPair();
        return pair != null
                && (pair.local().contains(" typ relay")
                        || pair.remote().contains(" typ relay")
                        || pair.remote().contains(" typ prflx"));
    }

    @Override
    public boolean isReachable() {
        return outlet.isReachable() && !signalingLost;
    }

    @Override
    public CompletionStage<Void> refreshServers() {
        var brought = new CompletableFuture<List<IceServer>>();
        if (isReachable()) {
            outlet.iceServers(session.id())
                    .whenComplete((servers, failure) -> loop.execute(
                            () -> brought.complete(failure == null && servers != null ? servers : List.of())));
            loop.schedule(() -> brought.complete(List.of()), SERVERS_TIMEOUT);
        } else {
            brought.complete(List.of());
        }
        return brought.thenAccept(servers -> session.renew(servers.isEmpty() ? null : servers));
    }

    @Override
    public CompletionStage<SessionDescription> invite(SessionDescription offer) {
        session.onGathering();
        return outlet.invite(session.id(), offer);
    }

    @Override
    public void giveUp(String reason) {
        session.end(Ending.because(reason));
    }

    @Override
    public boolean hasEnded() {
        return session.hasEnded();
    }

    @Override
    public void onEnded(Ending ending) {
        restarts.close();
        if (answerTimer != null) {
            answerTimer.cancel();
        }
        if (ending.told()) {
            outlet.dismiss(session.id(), ending.reason());
        }
    }

    void onRestartWanted() {
        restarts.onWish();
    }

    /** Empty if an ICE restart is on its way, else a sentence why not. Thread: any. */
    CompletionStage<Optional<String>> restartIce() {
        return loop.inLoop()
                ? CompletableFuture.completedStage(restarts.ask("an operator asks for it"))
                : CompletableFuture.supplyAsync(() -> restarts.ask("an operator asks for it"), loop);
    }

    void onReachable() {
        if (!hasEnded()) {
            restarts.onReachable();
        }
    }

    /**
     * The peer left by its own word, or its signaling is lost. Live media does not depend on signaling; what is not
     * live yet cannot become so without, and what is silent as well has gone.
     */
    void onGone(boolean byItself) {
        if (byItself) {
            session.end(Ending.untold("it left"));
        } else if (!answered) {
            session.end(Ending.because("it left before it answered"));
        } else if (!signalingLost) {
            signalingLost = true;
            listen();
        }
    }

    /** Its signaling is back: it can be told of another path again. */
    void onResumed() {
        if (signalingLost) {
            signalingLost = false;
            if (listening != null) {
                listening.cancel();
            }
        }
        onReachable();
    }

    private void listen() {
        if (hasEnded()) {
            return;
        }
        if (session.connection().silentNanos() > SILENCE) {
            session.end(Ending.because("its signaling is closed, and it no longer reports what it receives"));
        } else {
            listening = loop.schedule(this::listen, LISTENING);
        }
    }
}
