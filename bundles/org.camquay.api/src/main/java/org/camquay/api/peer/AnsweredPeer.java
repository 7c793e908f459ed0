// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceServer;
import org.osgi.annotation.versioning.ProviderType;

/** A peer that brought an offer. Thread: any. */
@ProviderType
public interface AnsweredPeer {
    /** Hard to guess, 128 random bits. */
    PeerId id();

    /** What it asked for when it came; empty when that is not known. */
    default String streamName() {
        return "";
    }

    /** Where it came from, and who it is. */
    default PeerOrigin origin() {
        return PeerOrigin.UNKNOWN;
    }

    /** Our answer. */
    SessionDescription answer();

    /** The STUN and TURN servers in use on our side, for the peer to use too. */
    default List<IceServer> iceServers() {
        return List.of();
    }

    /** Candidates of the peer (RFC 8840). Malformed ones are left out; a {@link PeerException} when all are. */
    CompletionStage<Void> addIceCandidates(List<IceCandidate> candidates);

    /**
     * The peer restarts ICE (RFC 8445 §9): with parameters other than before, {@link #answer()} then has new ones of ours
     * and the candidates of at most 200 ms; with those in use, its candidates are taken and nothing else changes.
     *
     * @param candidates the peer's, for these parameters
     * @return completes with a {@link PeerException} when it cannot be, a {@link TooOftenException} when it comes too soon
     *     after others; the peer is served on over the old path
     */
    default CompletionStage<Void> restartIce(IceParameters parameters, List<IceCandidate> candidates) {
        return CompletableFuture.failedStage(new PeerException("ICE cannot be restarted here"));
    }

    /** Ends it. Idempotent. */
    void close();
}
