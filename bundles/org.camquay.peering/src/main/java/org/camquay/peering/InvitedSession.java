// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.stream.Stream;

/** A peer that was announced by a signaling backend: the device offers. */
final class InvitedSession extends PeerSession {
    private final Outlet outlet;
    private boolean invited;
    private boolean answered;

    InvitedSession(PeerId id, Stream stream, EventLoop loop, SessionEnd end, Outlet outlet) {
        super(id, stream, loop, end);
        this.outlet = outlet;
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
    void dismissed(String reason) {
        outlet.dismiss(id, reason);
    }

    /**
     * The peer left by its own word, or its signaling is lost. Live media does not depend on signaling; what is not
     * live yet cannot become so without.
     */
    void onGone(boolean byItself) {
        if (byItself) {
            close();
        } else if (!answered) {
            end("it left before it answered");
        }
    }
}
