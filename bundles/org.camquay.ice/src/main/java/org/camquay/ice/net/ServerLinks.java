// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.net.InetSocketAddress;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;

/** Opens ways to servers. Thread: any. */
@FunctionalInterface
public interface ServerLinks {
    /**
     * Begins to open a link; the listener hears what becomes of it.
     *
     * @param loop that the link belongs to from now on; the caller's
     * @param host the name to verify a certificate against
     */
    ServerLink open(
            EventLoop loop,
            IceServerUrl.Transport transport,
            InetSocketAddress server,
            String host,
            ServerLink.Listener listener);
}
