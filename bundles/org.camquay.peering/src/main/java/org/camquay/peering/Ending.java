// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.TryLaterException;

/**
 * Why a session is over. A session has one, the first: the log, the peer, a WHEP client and {@code getPeerInfo} all
 * report it.
 *
 * @param reason one sentence
 * @param failure what failed, or null
 * @param told whether the peer is told; it is not if it left by itself, or if the device stops
 */
record Ending(String reason, Throwable failure, boolean told) {
    /** The device ends the session. */
    static Ending because(String reason) {
        return new Ending(reason.isBlank() ? "its connection failed" : reason, null, true);
    }

    /** Something failed. */
    static Ending of(Throwable failure) {
        return new Ending(Guard.reason(failure), Guard.cause(failure), true);
    }

    /** The peer is not to be told. */
    static Ending untold(String reason) {
        return new Ending(reason, null, false);
    }

    /** Returns the refusal of a peer that still waits for its answer; only a refused description is the peer's fault. */
    PeerException refusal() {
        return failure instanceof PeerException refused ? refused : new TryLaterException(reason);
    }
}
