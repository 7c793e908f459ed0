// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiverSocketsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int SIZE = 1000;
    private static final int LAST = 10;
    private static final int BURST = 30;
    /** The first byte of RTP. */
    private static final byte RTP = (byte) 0x80;

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"gro", "nio"})
    void receive_packetsOneByOne_mediaApartFromTheRest(String name) throws Exception {
        try (var sockets = sockets(name);
                var to = open(sockets);
                var from = sockets.open(sockets.nextLoop(), ANY, (packet, time) -> {})) {
            assertThat(from.send(bytes(RTP, 30), to.localAddress())).isTrue();
            assertThat(next()).isEqualTo("media 30");
            assertThat(from.send(ByteBuffer.wrap("STUN".getBytes(US_ASCII)), to.localAddress()))
                    .isTrue();
            assertThat(next()).isEqualTo("4 from " + from.localAddress());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gro", "nio"})
    void receive_segments_onePacketEach(String name) throws Exception {
        assumeTrue(GroReceiverSockets.isAvailable(), "no epoll here");
        var packets = Unpooled.directBuffer();
        packets.writeBytes(bytes(RTP, SIZE)).writeBytes(bytes(RTP, SIZE)).writeBytes(bytes(RTP, LAST));
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (var sockets = sockets(name);
                var to = open(sockets)) {
            var from = new Bootstrap()
                    .group(group)
                    .channel(EpollDatagramChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(ANY)
                    .sync()
                    .channel();
            from.writeAndFlush(new SegmentedDatagramPacket(packets, SIZE, to.localAddress()))
                    .sync();
            assertThat(next()).isEqualTo("media " + SIZE);
            assertThat(next()).isEqualTo("media " + SIZE);
            assertThat(next()).isEqualTo("media " + LAST);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Who takes one packet each time it wakes makes the server look late. */
    @ParameterizedTest
    @ValueSource(strings = {"gro", "nio"})
    void receive_burst_isReadAtOnce(String name) throws Exception {
        var atOnce = new CompletableFuture<Integer>();
        var count = new AtomicInteger();
        try (var sockets = sockets(name);
                var from = new DatagramSocket()) {
            var loop = sockets.nextLoop();
            try (var to = sockets.open(loop, ANY, (packet, time) -> {
                if (count.incrementAndGet() == 1) {
                    loop.execute(() -> atOnce.complete(count.get()));
                }
            })) {
                for (int i = 0; i < BURST; i++) {
                    from.send(new DatagramPacket(bytes(RTP, SIZE).array(), SIZE, to.localAddress()));
                }
                to.receive((remote, packet) -> {});
                assertThat(atOnce.get(10, TimeUnit.SECONDS)).isEqualTo(BURST);
            }
        }
    }

    private static ReceiverSockets sockets(String name) throws IOException {
        assumeTrue(name.equals("nio") || GroReceiverSockets.isAvailable(), "no epoll here");
        return ReceiverSockets.of(name);
    }

    private ReceiverPort open(ReceiverSockets sockets) throws IOException {
        var port = sockets.open(sockets.nextLoop(), ANY, (packet, time) -> received.add("media " + packet.remaining()));
        port.receive((remote, packet) -> received.add(packet.remaining() + " from " + remote));
        return port;
    }

    private String next() throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }

    private static ByteBuffer bytes(byte first, int size) {
        return ByteBuffer.allocate(size).put(0, first);
    }
}
