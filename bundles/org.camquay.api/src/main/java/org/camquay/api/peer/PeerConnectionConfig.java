// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;

/**
 * What a connection begins with (W3C {@code RTCConfiguration}).
 *
 * @param label names the peer in logs
 * @param iceServers for this peer
 * @param iceTransportPolicy which candidates may be used
 */
public record PeerConnectionConfig(String label, List<IceServer> iceServers, IceTransportPolicy iceTransportPolicy) {
    public PeerConnectionConfig {
        iceServers = List.copyOf(iceServers);
    }
}
