// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import org.camquay.api.net.Site;
import org.camquay.api.peer.PeerOrigin;

/**
 * Peers that count together while they are not connected: those of one address, or, since an invited peer shows no address
 * before it is connected, those of one room.
 *
 * @param name the {@link Site} or the room; for messages too
 * @param limit how many of it may wait
 */
record Crowd(String name, int limit) {
    /** That of a peer that brought an offer. */
    static Crowd of(PeerOrigin origin, int limit) {
        return new Crowd(
                "address " + Site.of(origin.address()).map(Site::toString).orElse("unknown"), limit);
    }

    /** That of a peer that came through signaling, named as in lists. */
    static Crowd ofRoom(String signaling, int limit) {
        return new Crowd("room " + signaling, limit);
    }
}
