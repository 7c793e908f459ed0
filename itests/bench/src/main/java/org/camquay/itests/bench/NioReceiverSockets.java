// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.PacketSink;
import org.camquay.net.NetLoop;
import org.camquay.net.NetLoops;

/** Sockets of the Java runtime: a system call for each packet. Thread: any. */
final class NioReceiverSockets implements ReceiverSockets {
    private final NetLoops loops;

    NioReceiverSockets() throws IOException {
        loops = new NetLoops(LOOPS);
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public EventLoop nextLoop() {
        return loops.next();
    }

    @Override
    public ReceiverPort open(EventLoop loop, InetSocketAddress address, ReceiverPort.Media media) throws IOException {
        return new Port((NetLoop) loop, address, media);
    }

    @Override
    public void close() {
        loops.close();
    }

    private static final class Port implements ReceiverPort {
        private static final int PACKETS_PER_TURN = 64;
        private static final ThreadLocal<ByteBuffer> RECEIVED =
                ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(65_536));

        private final NetLoop loop;
        private final Media media;
        private final DatagramChannel channel;
        private final InetSocketAddress local;
        private volatile boolean stalled;

        Port(NetLoop loop, InetSocketAddress address, Media media) throws IOException {
            this.loop = loop;
            this.media = media;
            channel = DatagramChannel.open(StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.bind(address);
            local = (InetSocketAddress) channel.getLocalAddress();
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public void receive(PacketSink sink) {
            loop.register(channel, SelectionKey.OP_READ, key -> {
                if (stalled) {
                    key.interestOps(0);
                } else {
                    read(sink);
                }
            });
        }

        private void read(PacketSink sink) throws IOException {
            try {
                readSome(sink);
            } catch (ClosedChannelException e) {
                // the viewer has just left
            }
        }

        private void readSome(PacketSink sink) throws IOException {
            var buffer = RECEIVED.get();
            for (int i = 0; i < PACKETS_PER_TURN && channel.isOpen(); i++) {
                var remote = (InetSocketAddress) channel.receive(buffer.clear());
                if (remote == null) {
                    return;
                }
                buffer.flip();
                if (ReceiverPort.isMedia(buffer)) {
                    media.onMedia(buffer, System.nanoTime());
                } else {
                    sink.onPacket(remote, buffer);
                }
            }
        }

        @Override
        public void stall() {
            stalled = true;
        }

        @Override
        public boolean send(ByteBuffer packet, InetSocketAddress remote) {
            try {
                return channel.send(packet, remote) > 0;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public boolean isClosed() {
            return !channel.isOpen();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // the port is gone either way
            }
            loop.execute(() -> {});
        }
    }
}
