// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A bound UDP socket; back ends differ in how fast they are. Thread: any, for all methods. */
public interface DatagramPort extends AutoCloseable {
    /** Where it is bound, with the real port number. */
    InetSocketAddress localAddress();

    /** Begins to hand packets to {@code sink}, on a loop of the port's choice. Once. */
    void receive(PacketSink sink);

    /**
     * Sends without blocking.
     *
     * @return false when the packet was dropped: the socket's buffer is full, or there is no way to {@code remote}
     */
    boolean send(ByteBuffer packet, InetSocketAddress remote);

    /** Whether it was closed. */
    boolean isClosed();

    @Override
    void close();
}
