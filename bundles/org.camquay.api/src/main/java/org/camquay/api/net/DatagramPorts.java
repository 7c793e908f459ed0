// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that opens UDP ports: a back end. Of several, the one with the highest ranking at the start is used, so one that works
 * only on some machines registers only where it has tried itself out. Thread: any; opening may block shortly.
 */
@FunctionalInterface
@ConsumerType
public interface DatagramPorts {
    /**
     * Binds a port to one local address.
     *
     * @param local port 0 is any free one
     * @throws IOException if that cannot be had, {@link java.net.BindException} if another has it
     */
    DatagramPort open(InetSocketAddress local) throws IOException;
}
