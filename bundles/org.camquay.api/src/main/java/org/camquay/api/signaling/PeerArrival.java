// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.time.Instant;
import java.util.List;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;

/**
 * A peer that wants to watch, announced by a backend; the device offers.
 *
 * @param id its stay, unique in the channel
 * @param streamName what it wants (ONVIF's {@code profile}), empty for the device's own choice
 * @param iceServers for this peer
 * @param expiry when its right to watch ends, or null
 */
public record PeerArrival(PeerId id, String streamName, List<IceServer> iceServers, Instant expiry) {
    public PeerArrival {
        iceServers = List.copyOf(iceServers);
    }
}
