// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/** A UDP socket of a {@link VirtualNetwork}. */
public final class VirtualSocket implements AutoCloseable {
    private final VirtualNetwork network;
    private final InetSocketAddress local;
    private BiConsumer<InetSocketAddress, ByteBuffer> receiver = (from, packet) -> {};
    private boolean closed;

    VirtualSocket(VirtualNetwork network, InetSocketAddress local) {
        this.network = network;
        this.local = local;
    }

    /** Where it is bound. */
    public InetSocketAddress localAddress() {
        return local;
    }

    /** Who gets what arrives: the sender's address and the packet. */
    public void receive(BiConsumer<InetSocketAddress, ByteBuffer> newReceiver) {
        receiver = newReceiver;
    }

    /** Sends; false if the socket is closed. */
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        if (!closed) {
            network.send(local, remote, packet);
        }
        return !closed;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        network.close(this);
    }

    void deliver(InetSocketAddress from, ByteBuffer packet) {
        if (!closed) {
            receiver.accept(from, packet);
        }
    }
}
