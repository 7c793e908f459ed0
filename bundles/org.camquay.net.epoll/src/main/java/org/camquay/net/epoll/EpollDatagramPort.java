// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP port received on Netty's thread, and sent from on the caller's. Thread: any. */
final class EpollDatagramPort implements DatagramPort {
    private static final Logger log = LoggerFactory.getLogger(EpollDatagramPort.class);
    /** Room for a key frame to each of many viewers; the kernel gives what its limits allow. */
    private static final int BUFFER = 4 << 20;
    /** No packet of WebRTC is longer; more of a longer one is not read. */
    private static final int LARGEST_RECEIVED = 2048;

    private static final int PACKETS_PER_READ = 32;
    private static final int LARGEST_SENT = 65_507;
    private static final int ADDRESS_IN_USE = -98;
    private static final int ADDRESS_NOT_AVAILABLE = -99;
    private static final ThreadLocal<ByteBuffer> COPY =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LARGEST_SENT));

    private final EpollDatagramChannel channel;
    private final SegmentedSocket socket;
    private final InetSocketAddress local;
    private final Consumer<EpollDatagramPort> onClose;
    private volatile PacketSink sink;

    private EpollDatagramPort(EpollDatagramChannel channel, Consumer<EpollDatagramPort> onClose) {
        this.channel = channel;
        this.onClose = onClose;
        local = channel.localAddress();
        socket = new SegmentedSocket((Socket) channel.fd(), local);
    }

    static EpollDatagramPort open(EventLoopGroup group, InetSocketAddress local, Consumer<EpollDatagramPort> onClose)
            throws IOException {
        var family =
                local.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        var receiver = new Receiver();
        var bound = new Bootstrap()
                .group(group)
                .channelFactory(() -> new EpollDatagramChannel(family))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_SNDBUF, BUFFER)
                .option(ChannelOption.SO_RCVBUF, BUFFER)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_RECEIVED)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReceiveBuffer(LARGEST_RECEIVED * PACKETS_PER_READ))
                .handler(receiver)
                .bind(local)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused(local, bound.cause());
        }
        var port = new EpollDatagramPort((EpollDatagramChannel) bound.channel(), onClose);
        receiver.port = port;
        return port;
    }

    private static IOException refused(InetSocketAddress local, Throwable cause) {
        if (cause instanceof NativeIoException e
                && (e.expectedErr() == ADDRESS_IN_USE || e.expectedErr() == ADDRESS_NOT_AVAILABLE)) {
            var bind = new BindException(
                    e.expectedErr() == ADDRESS_IN_USE ? "Address already in use" : "Cannot assign requested address");
            bind.initCause(e);
            return bind;
        }
        return cause instanceof IOException e ? e : new IOException(local + " cannot be bound", cause);
    }

    SegmentedSocket socket() {
        return socket;
    }

    int descriptor() {
        return channel.fd().intValue();
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void receive(PacketSink packetSink) {
        sink = packetSink;
        channel.config().setAutoRead(true);
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        var out = direct(packet);
        boolean sent = out != null && socket.send(out, out.position(), out.limit(), remote);
        if (sent) {
            packet.position(packet.limit());
        }
        return sent;
    }

    @Override
    public int sendSegments(ByteBuffer packets, int size, InetSocketAddress remote) {
        if (size <= 0) {
            throw new IllegalArgumentException("segments of " + size + " bytes");
        }
        int end = packets.limit();
        int room = Math.max(1, Math.min(SegmentedSocket.MOST_SEGMENTS, LARGEST_SENT / size)) * size;
        int sent = 0;
        while (packets.position() < end) {
            int length = Math.min(room, end - packets.position());
            var out = direct(packets.limit(packets.position() + length));
            int taken = out == null ? 0 : socket.sendSegments(out, out.position(), out.limit(), size, remote);
            sent += taken;
            if (taken < (length + size - 1) / size) {
                break;
            }
            packets.position(packets.limit()).limit(end);
        }
        packets.limit(end).position(end);
        return sent;
    }

    /** The same bytes where the kernel can read them; null if they are too many for a packet. */
    private static ByteBuffer direct(ByteBuffer bytes) {
        if (bytes.isDirect() || bytes.remaining() > LARGEST_SENT) {
            return bytes.isDirect() ? bytes : null;
        }
        return COPY.get()
                .clear()
                .put(0, bytes, bytes.position(), bytes.remaining())
                .limit(bytes.remaining());
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() {
        if (socket.close()) {
            channel.close();
            onClose.accept(this);
        }
    }

    @Override
    public String toString() {
        return local + " (epoll)";
    }

    /** Hands on what Netty has read; Netty frees it afterwards. */
    private static final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        private volatile EpollDatagramPort port;

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            port.sink.onPacket(packet.sender(), packet.content().nioBuffer());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                log.debug("receiving failed", cause);
            } else {
                log.error("{}: a packet made trouble", port, cause);
            }
        }
    }
}
