// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.camquay.ice.net.DatagramPort;
import org.camquay.ice.net.DatagramPorts;
import org.camquay.ice.net.PacketSink;
import org.camquay.testkit.net.VirtualNetwork;
import org.camquay.testkit.net.VirtualSocket;

/** Ports on the virtual network. */
record VirtualPorts(VirtualNetwork network) implements DatagramPorts {
    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return new VirtualPort(network.open(local));
    }

    private record VirtualPort(VirtualSocket socket) implements DatagramPort {
        @Override
        public InetSocketAddress localAddress() {
            return socket.localAddress();
        }

        @Override
        public void receive(PacketSink sink) {
            socket.receive(sink::onPacket);
        }

        @Override
        public boolean send(ByteBuffer packet, InetSocketAddress remote) {
            return socket.send(packet, remote);
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
