// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;

/** A UDP port of the Java runtime that sends by the system's calls on the same descriptor. Thread: any. */
final class EpollDatagramPort implements DatagramPort {
    private static final int LARGEST_SENT = 65_507;
    private static final ThreadLocal<ByteBuffer> COPY =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LARGEST_SENT));

    private final DatagramPort plain;
    private final int descriptor;
    private final SegmentedSocket socket;
    private final Consumer<EpollDatagramPort> onClose;

    /** @throws IOException if the descriptor of {@code plain} is not found; then it is still the caller's */
    EpollDatagramPort(DatagramPort plain, Consumer<EpollDatagramPort> onClose) throws IOException {
        this.plain = plain;
        this.onClose = onClose;
        descriptor = Descriptors.of(plain.localAddress());
        socket = new SegmentedSocket(new Socket(descriptor), plain.localAddress(), plain::isClosed, System::nanoTime);
    }

    SegmentedSocket socket() {
        return socket;
    }

    int descriptor() {
        return descriptor;
    }

    @Override
    public InetSocketAddress localAddress() {
        return plain.localAddress();
    }

    @Override
    public void receive(PacketSink sink) {
        plain.receive(sink);
    }

    @Override
    public void receive(PacketSink sink, long slackNanos) {
        plain.receive(sink, slackNanos);
    }

    @Override
    public void attend(long nanos, long slackNanos) {
        plain.attend(nanos, slackNanos);
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

    /** Nobody sends anymore before the descriptor becomes another's. */
    @Override
    public void close() {
        if (socket.close()) {
            plain.close();
            onClose.accept(this);
        }
    }

    @Override
    public String toString() {
        return localAddress() + " (epoll)";
    }
}
