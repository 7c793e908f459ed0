// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.LongAdder;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP port on a {@link DatagramChannel}, received on one loop and sent from any. */
final class NioDatagramPort implements DatagramPort {
    private static final Logger log = LoggerFactory.getLogger(NioDatagramPort.class);
    /** Room for a key frame to each of many viewers; the kernel gives what its limits allow. */
    private static final int BUFFER = 4 << 20;
    /** So that one busy socket leaves the loop's tasks and timers their turn. */
    private static final int PACKETS_PER_TURN = 256;

    private final NetLoop loop;
    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final LongAdder unsendable = new LongAdder();
    private PacketSink sink;

    private NioDatagramPort(NetLoop loop, DatagramChannel channel) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    static NioDatagramPort open(NetLoop loop, InetSocketAddress local) throws IOException {
        var family =
                local.getAddress() instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        var channel = DatagramChannel.open(family);
        try {
            channel.configureBlocking(false);
            enlarge(channel, StandardSocketOptions.SO_SNDBUF);
            enlarge(channel, StandardSocketOptions.SO_RCVBUF);
            channel.bind(local);
            return new NioDatagramPort(loop, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void enlarge(DatagramChannel channel, SocketOption<Integer> option) {
        try {
            channel.setOption(option, BUFFER);
        } catch (IOException e) {
            log.debug("{} stays at the system's default", option.name(), e);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void receive(PacketSink packetSink) {
        receive(packetSink, 0);
    }

    @Override
    public void receive(PacketSink packetSink, long slackNanos) {
        sink = packetSink;
        loop.register(channel, SelectionKey.OP_READ, key -> loop.received(read(), slackNanos), slackNanos);
    }

    @Override
    public void attend(long nanos, long slackNanos) {
        loop.attend(nanos, slackNanos);
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        int length = packet.remaining();
        try {
            return channel.send(packet, remote) == length;
        } catch (IOException e) {
            unsendable.increment();
            log.trace("no way from {} to {}", local, remote, e);
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
            log.debug("closing {} failed", local, e);
        }
        // The system gives the port back when the selector has let go of it.
        loop.execute(() -> {});
    }

    private int read() throws IOException {
        int packets = 0;
        for (; packets < PACKETS_PER_TURN && channel.isOpen(); packets++) {
            var buffer = loop.receiveBuffer();
            var remote = (InetSocketAddress) channel.receive(buffer);
            if (remote == null) {
                break;
            }
            sink.onPacket(remote, buffer.flip());
        }
        return packets;
    }

    @Override
    public String toString() {
        long failed = unsendable.sum();
        return failed == 0 ? local.toString() : local + " (" + failed + " packets not sendable)";
    }
}
