// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens UDP ports. Thread: any. */
@FunctionalInterface
public interface DatagramPorts {
    /**
     * Binds a port to one local address.
     *
     * @param local port 0 is any free one
     * @throws IOException if that cannot be had, {@link java.net.BindException} if another has it
     */
    DatagramPort open(InetSocketAddress local) throws IOException;
}
