// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Where a {@link DatagramPort} puts what it receives. */
@FunctionalInterface
@ConsumerType
public interface PacketSink {
    /**
     * A packet came. Must not block. Thread: the port's, always the same.
     *
     * @param packet valid only during the call; may be changed by the receiver
     */
    void onPacket(InetSocketAddress remote, ByteBuffer packet);
}
