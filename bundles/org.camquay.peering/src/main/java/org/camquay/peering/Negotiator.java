// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionState;

/**
 * How a session and its peer agree on a description: one of them offers, the other answers (RFC 3264). Everything runs on
 * the session's loop, but for the names.
 */
interface Negotiator {
    /** How the peer came, for lists. Thread: any. */
    String signaling();

    /** Where it comes from, as far as known. Thread: any. */
    String remote();

    /** Begins, now that the connection has its tracks. The stage may complete on any thread. */
    CompletionStage<?> negotiate(PeerConnection connection);

    /** The connection gathered a candidate. */
    void onIceCandidate(IceCandidate candidate);

    /** The connection changed; {@code FAILED} is for the negotiator to mend, or to end the session. */
    void onState(PeerConnectionState state);

    /** Gets servers with fresh credentials from wherever the peer's come from; never fails, completes on the loop. */
    CompletionStage<Void> refreshServers();

    /** Fresh servers, other than those in use, are there before the credentials in use run out. */
    default void onFreshServers() {}

    /** The session has ended: the peer is told, if it is to be told. */
    void onEnded(Ending ending);

    /** For negotiators that have nobody to ask. */
    static CompletionStage<Void> nothingToAsk() {
        return CompletableFuture.completedStage(null);
    }
}
