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
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.stream.Stream;

/** A peer that was announced by a signaling backend: the device offers. */
final class InvitedSession extends PeerSession implements IceRestarts.Peer {
    private static final long SERVERS_TIMEOUT = TimeUnit.SECONDS.toNanos(2);

    /** A receiver reports at least every 5 s (RFC 3550 §6.2). */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

    private static final long LISTENING = TimeUnit.SECONDS.toNanos(1);

    private final Outlet outlet;
    private final IceRestarts restarts;
    private boolean invited;
    private boolean answered;
    private boolean signalingLost;

    InvitedSession(PeerId id, Stream stream, EventLoop loop, SessionEnd end, Outlet outlet) {
        super(id, stream, loop, end);
        this.outlet = outlet;
        this.restarts = new IceRestarts(loop, this, id.value());
    }

    Outlet outlet() {
        return outlet;
    }

    @Override
    String signaling() {
        return outlet.signaling();
    }

    @Override
    String remote() {
        return "";
    }

    @Override
    CompletionStage<?> negotiate(PeerConnection connection) {
        restarts.begin(connection);
        return connection
                .createOffer(false)
                .thenCompose(connection::setLocalDescription)
                .thenCompose(done -> {
                    // The offer carries the candidates gathered so far; only later ones are trickled.
                    invited = true;
                    return outlet.invite(id, connection.localDescription());
                })
                .thenComposeAsync(answer -> onAnswer(connection, answer), loop);
    }

    private CompletionStage<Void> onAnswer(PeerConnection connection, SessionDescription answer) {
        if (hasEnded()) {
            return CompletableFuture.completedStage(null);
        }
        answered = true;
        return connection.setRemoteDescription(answer);
    }

    @Override
    public void onIceCandidate(IceCandidate candidate) {
        if (invited && !hasEnded()) {
            outlet.trickle(id, candidate);
        }
    }

    @Override
    public void onConnectionState(PeerConnectionState state) {
        if (state != PeerConnectionState.FAILED) {
            super.onConnectionState(state);
        }
        if (!hasEnded()) {
            restarts.onState(state);
        }
    }

    @Override
    void onRefreshed(boolean same) {
        if (!same && isRelayed()) {
            restarts.onExpiring();
        } else if (!same) {
            onGathering(); // nothing to gather: the path needs no server
        }
    }

    /** A candidate that only the peer's checks have shown may be its relay's. */
    private boolean isRelayed() {
        var pair = connection().iceReport().selectedPair();
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
            outlet.iceServers(id)
                    .whenComplete((servers, failure) ->
                            loop.execute(() -> brought.complete(failure == null ? servers : List.of())));
            loop.schedule(() -> brought.complete(List.of()), SERVERS_TIMEOUT);
        } else {
            brought.complete(List.of());
        }
        return brought.thenAccept(servers -> renew(servers.isEmpty() ? null : servers));
    }

    @Override
    public CompletionStage<SessionDescription> invite(SessionDescription offer) {
        onGathering();
        return outlet.invite(id, offer);
    }

    @Override
    public void giveUp(String reason) {
        end(reason);
    }

    @Override
    void dismissed(String reason) {
        outlet.dismiss(id, reason);
    }

    @Override
    void close() {
        restarts.close();
        super.close();
    }

    void onRestartWanted() {
        if (!hasEnded()) {
            restarts.onWish();
        }
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
            close();
        } else if (!answered) {
            end("it left before it answered");
        } else if (!signalingLost) {
            signalingLost = true;
            listen();
        }
    }

    private void listen() {
        if (hasEnded()) {
            return;
        }
        if (connection().silentNanos() > SILENCE) {
            end("its signaling is closed, and it no longer reports what it receives");
        } else {
            loop.schedule(this::listen, LISTENING);
        }
    }
}
