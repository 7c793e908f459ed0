// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.camquay.api.net.PacketSink;
import org.camquay.testkit.net.VirtualNetwork;
import org.camquay.testkit.net.VirtualSocket;

/** Ports on the virtual network that count what is sent several at a time. */
final class VirtualPorts implements DatagramPorts {
    private final VirtualNetwork network;
    int segments;
    /** Nanoseconds that packets may still wait, each time that was asked for. */
    final List<Long> tolerated = new ArrayList<>();
    /** How many packets of several go; the rest finds the buffer full. */
    int room = Integer.MAX_VALUE;
    /** What becomes of a packet on its way: none, one or more. */
    Function<byte[], List<byte[]>> fate = List::of;

    VirtualPorts(VirtualNetwork network) {
        this.network = network;
    }

    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return new VirtualPort(network.open(local));
    }

    private final class VirtualPort implements DatagramPort {
        private final VirtualSocket socket;

        VirtualPort(VirtualSocket socket) {
            this.socket = socket;
        }

        @Override
        public InetSocketAddress localAddress() {
            return socket.localAddress();
        }

        @Override
        public void receive(PacketSink sink) {
            socket.receive(sink::onPacket);
        }

        @Override
        public void attend(long nanos, long slackNanos) {
            tolerated.add(slackNanos);
        }

        @Override
        public boolean send(ByteBuffer packet, InetSocketAddress remote) {
            var bytes = new byte[packet.remaining()];
            packet.get(bytes);
            fate.apply(bytes).forEach(each -> socket.send(ByteBuffer.wrap(each), remote));
            return !socket.isClosed();
        }

        @Override
        public int sendSegments(ByteBuffer packets, int size, InetSocketAddress remote) {
            int end = packets.limit();
            int sent = 0;
            for (; packets.position() < end && sent < room; sent++) {
                send(packets.limit(Math.min(end, packets.position() + size)), remote);
                packets.limit(end);
            }
            packets.position(end);
            segments += sent;
            return sent;
        }

        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
