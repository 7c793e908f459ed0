// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.osgi.annotation.versioning.ProviderType;

/** A peer that brought an offer. Thread: any. */
@ProviderType
public interface AnsweredPeer {
    /** Hard to guess, 128 random bits. */
    PeerId id();

    /** Our answer. */
    SessionDescription answer();

    /** The STUN and TURN servers in use on our side, for the peer to use too. */
    default List<IceServer> iceServers() {
        return List.of();
    }

    /** Candidates of the peer (RFC 8840); completes with a {@link PeerException} when one is malformed. */
    CompletionStage<Void> addIceCandidates(List<IceCandidate> candidates);

    /** Ends it. Idempotent. */
    void close();
}
