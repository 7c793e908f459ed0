// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.camquay.api.net.PacketSink;
import org.camquay.ice.net.NetLoops;
import org.camquay.ice.net.NioDatagramPorts;

/** The back end on {@code DatagramChannel}, seen through the SPI. */
final class NioPorts implements DatagramPorts, AutoCloseable {
    private final NetLoops loops;
    private final NioDatagramPorts ports;

    NioPorts() throws IOException {
        loops = new NetLoops(1);
        ports = new NioDatagramPorts(loops);
    }

    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return new NioPort(ports.open(local));
    }

    @Override
    public void close() {
        loops.close();
    }

    private record NioPort(org.camquay.ice.net.DatagramPort port) implements DatagramPort {
        @Override
        public InetSocketAddress localAddress() {
            return port.localAddress();
        }

        @Override
        public void receive(PacketSink sink) {
            port.receive(sink::onPacket);
        }

        @Override
        public boolean send(ByteBuffer packet, InetSocketAddress remote) {
            return port.send(packet, remote);
        }

        @Override
        public boolean isClosed() {
            return port.isClosed();
        }

        @Override
        public void close() {
            port.close();
        }
    }
}
