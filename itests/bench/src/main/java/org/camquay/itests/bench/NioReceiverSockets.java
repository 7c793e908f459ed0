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
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;
import org.camquay.ice.net.NetLoop;

/**
 * One viewer's socket. All viewers have the same remote address, so each needs a port of its own. Media goes straight to
 * the viewer, past the ICE agent: the cheaper the receiver, the more it is the server that is measured.
 */
final class ReceiverPort implements DatagramPort {
    /** Takes RTP and RTCP, on the loop; the packet is valid only during the call. */
    @FunctionalInterface
    interface Media {
        void onMedia(ByteBuffer packet, long arrivalNanos);
    }

    private static final int BUFFER = 1 << 20;
    private static final int PACKETS_PER_TURN = 64;
    private static final ThreadLocal<ByteBuffer> RECEIVED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(65_536));

    private final NetLoop loop;
    private final Media media;
    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private volatile boolean stalled;

    ReceiverPort(NetLoop loop, InetSocketAddress address, Media media) throws IOException {
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
            int first = buffer.hasRemaining() ? buffer.get(0) & 0xff : 0;
            if (first >= 128 && first < 192) {
                media.onMedia(buffer, System.nanoTime());
            } else {
                sink.onPacket(remote, buffer);
            }
        }
    }

    /** Leaves all that comes in the kernel's buffer, until that is full. Thread: any. */
    void stall() {
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
