// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.util.List;

/**
 * What an agent begins with.
 *
 * @param label names the peer in logs; an empty one is logged for debugging only
 * @param servers STUN and TURN servers for this peer
 * @param policy which candidates may be used
 */
public record IceConfig(String label, List<IceServer> servers, IceTransportPolicy policy) {
    public IceConfig {
        servers = List.copyOf(servers);
    }
}
