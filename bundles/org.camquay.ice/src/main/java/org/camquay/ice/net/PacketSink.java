// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Where a port puts what it receives. */
@FunctionalInterface
public interface PacketSink {
    /**
     * A packet came; on the port's loop.
     *
     * @param packet valid only during the call; may be changed by the receiver
     */
    void onPacket(InetSocketAddress remote, ByteBuffer packet);
}
