// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import org.camquay.api.net.EventLoop;
import org.osgi.annotation.versioning.ConsumerType;

/** The service that makes peer connections; of several the one with the highest service ranking is asked. Thread: any. */
@ConsumerType
public interface PeerConnectionFactory {
    /**
     * Makes a connection.
     *
     * @param loop where it lives from now on
     */
    PeerConnection create(EventLoop loop, PeerConnectionConfig config, PeerConnectionListener listener);
}
