// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

/** What a session tells those who let it in. Called on the session's loop. */
interface Host {
    /** It is connected; perhaps not for the first time. */
    void onConnected(PeerSession session);

    /** A limit ends it, or refuses it something. */
    void onTurnedAway(PeerSession session, TurnedAway.Limit limit);

    /** It has ended; told once. */
    void onEnded(PeerSession session);
}
