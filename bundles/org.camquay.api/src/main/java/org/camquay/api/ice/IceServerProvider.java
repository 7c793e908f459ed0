// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where STUN and TURN servers come from: a fixed list, or credentials made for each peer. All such services are asked,
 * once for each peer session, since credentials expire. Must not block. Thread: any.
 */
@ConsumerType
public interface IceServerProvider {
    /**
     * The servers for one peer, best first; empty for none.
     *
     * @param user names the peer in credentials that carry a name, which others see: the subject of its token, or something
     *     random; the same for all sessions of one subject
     */
    List<IceServer> iceServers(String user);
}
