// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.IntSupplier;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.PacketSink;

/**
 * Sockets that take what was sent in segments as it comes (UDP_GRO, udp(7)), as Netty reads them: one way through the
 * kernel and one system call for all segments. So on loopback the sender is not charged for cutting them up on
 * the receiver's behalf, as it is not where a network lies between. Packets sent one by one come one by one. Thread: any.
 */
final class GroReceiverSockets implements ReceiverSockets {
    private static final int LARGEST = 65_536;
    /** All there is of usual bursts: what is left is read after the next nap. Netty's allocator has 1. */
    private static final int MESSAGES_PER_READ = 64;

    /** Before a thread sleeps until a packet comes, so that not each of a burst has to wake it, at the sender's expense. */
    private static final long NAP_NANOS = 100_000;

    private final EventLoopGroup group;

    /** @throws IOException if this machine has no epoll, or Netty no library for it */
    GroReceiverSockets() throws IOException {
        if (!isAvailable()) {
            throw new IOException("viewers cannot receive with gro here (--receive nio can): "
                    + Epoll.unavailabilityCause().getMessage());
        }
        group = new MultiThreadIoEventLoopGroup(
                LOOPS,
                new DefaultThreadFactory("net", true),
                EpollIoHandler.newFactory(0, () -> GroReceiverSockets::afterNap));
    }

    static boolean isAvailable() {
        return Epoll.isAvailable();
    }

    private static int afterNap(IntSupplier ready, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return ready.get();
        }
        LockSupport.parkNanos(NAP_NANOS);
        return SelectStrategy.SELECT;
    }

    @Override
    public String name() {
        return "gro";
    }

    @Override
    public EventLoop nextLoop() {
        return new Loop(group.next());
    }

    @Override
    public ReceiverPort open(EventLoop loop, InetSocketAddress address, ReceiverPort.Media media) throws IOException {
        return new Port(((Loop) loop).netty(), address, media);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private record Loop(io.netty.channel.EventLoop netty) implements EventLoop {
        @Override
        public boolean inLoop() {
            return netty.inEventLoop();
        }

        @Override
        public Timer schedule(Runnable task, long delayNanos, long slackNanos) {
            var scheduled = netty.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void execute(Runnable task) {
            netty.execute(task);
        }
    }

    private static final class Port extends SimpleChannelInboundHandler<DatagramPacket> implements ReceiverPort {
        private final Media media;
        private final Channel channel;
        private volatile PacketSink sink;

        Port(io.netty.channel.EventLoop loop, InetSocketAddress address, Media media) throws IOException {
            this.media = media;
            var bound = new Bootstrap()
                    .group(loop)
                    .channel(EpollDatagramChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.SO_RCVBUF, BUFFER)
                    // The default one clears new memory for each buffer as large as this.
                    .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .option(EpollChannelOption.UDP_GRO, true)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(LARGEST).maxMessagesPerRead(MESSAGES_PER_READ))
                    .handler(this)
                    .bind(address);
            if (!loop.inEventLoop()) {
                bound.awaitUninterruptibly();
            }
            if (!bound.isSuccess()) {
                throw new IOException("no port at " + address, bound.cause());
            }
            channel = bound.channel();
        }

        @Override
        public InetSocketAddress localAddress() {
            return (InetSocketAddress) channel.localAddress();
        }

        @Override
        public void receive(PacketSink packetSink) {
            sink = packetSink;
            channel.config().setAutoRead(true);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            var content = packet.content();
            var bytes = content.internalNioBuffer(content.readerIndex(), content.readableBytes())
                    .slice();
            if (ReceiverPort.isMedia(bytes)) {
                media.onMedia(bytes, System.nanoTime());
            } else {
                sink.onPacket(packet.sender(), bytes);
            }
        }

        @Override
        public void stall() {
            channel.config().setAutoRead(false);
        }

        @Override
        public boolean send(ByteBuffer packet, InetSocketAddress remote) {
            channel.writeAndFlush(new DatagramPacket(Unpooled.copiedBuffer(packet), remote));
            packet.position(packet.limit());
            return true;
        }

        @Override
        public boolean isClosed() {
            return !channel.isOpen();
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
