// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.osgi.annotation.versioning.ConsumerType;

/** A registration at a server, through which many peers are met. Called from any thread; does not block. */
@ConsumerType
public interface SignalingChannel extends AutoCloseable {
    /**
     * Sends an offer to a peer: the first one, or a later one for the same peer (ICE restart).
     *
     * @return its answer, or a {@link SignalingException} when it refuses, is gone or does not react
     */
    CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer);

    /**
     * Asks the server for STUN and TURN servers with fresh credentials, for both ends of a peer that stays long; the peer
     * gets the same with its next {@link #invite}. Empty where signaling hands out none.
     */
    default CompletionStage<List<IceServer>> iceServers(PeerId peer) {
        return CompletableFuture.completedStage(List.of());
    }

    /** Sends a candidate, or the end of candidates. Dropped without a word when the channel is closed. */
    void trickle(PeerId peer, IceCandidate candidate);

    /** Tells a peer in one sentence that it is not served, or no longer. */
    void dismiss(PeerId peer, String reason);

    /**
     * Ends the connection without taking the registration back: the device means to come again soon, and a server that can keeps
     * its name for it. Idempotent.
     */
    default void hangUp() {
        close();
    }

    /** Takes the registration back. Idempotent. */
    @Override
    void close();
}
