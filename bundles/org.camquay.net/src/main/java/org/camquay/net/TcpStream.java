// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection without blocking; what the network does not take at once waits, bounded in octets and, once it is closed, in
 * time. Thread: its loop, but for the factories.
 */
public final class TcpStream implements ByteStream {
    /** Room for a key frame; media beyond it is dropped, which the peer's repair requests mend. */
    static final int WAITING_LIMIT = 512 << 10;

    /** What waits when the connection is closed is lost after this time: a peer that does not read holds nothing for longer. */
    static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger log = LoggerFactory.getLogger(TcpStream.class);
    private static final int READS_PER_TURN = 16;
    private static final int FIRST_ROOM = 16 << 10;

    private final NetLoop loop;
    private final SocketChannel channel;
    private final Listener listener;
    private final long closeNanos;
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private SelectionKey key;
    private EventLoop.Timer lastMoment;
    private boolean open;
    private boolean paused;
    private boolean closing;
    private boolean closed;

    private TcpStream(NetLoop loop, SocketChannel channel, Listener listener, long closeNanos) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.closeNanos = closeNanos;
    }

    public static TcpStream connect(NetLoop loop, InetSocketAddress server, Listener listener) throws IOException {
        return connect(loop, null, server, listener);
    }

    /** Connects from a local address; null is any. */
    public static TcpStream connect(NetLoop loop, InetSocketAddress local, InetSocketAddress server, Listener listener)
            throws IOException {
        var channel = SocketChannel.open();
        try {
            prepare(channel);
            if (local != null) {
                channel.bind(local);
            }
            boolean connected = channel.connect(server);
            var stream = new TcpStream(loop, channel, listener, CLOSE_NANOS);
            // A connection that is there at once is writable at once, and told the same way.
            loop.register(channel, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, stream::ready);
            return stream;
        } catch (IOException | UnresolvedAddressException e) {
            channel.close();
            throw e;
        }
    }

    /** One that was accepted. */
    public static TcpStream accepted(NetLoop loop, SocketChannel channel, Listener listener) throws IOException {
        return accepted(loop, channel, listener, CLOSE_NANOS);
    }

    /** The same; what waits when it is closed has so many nanoseconds to leave. */
    static TcpStream accepted(NetLoop loop, SocketChannel channel, Listener listener, long closeNanos)
            throws IOException {
        prepare(channel);
        var stream = new TcpStream(loop, channel, listener, closeNanos);
        loop.register(channel, SelectionKey.OP_WRITE, stream::ready);
        return stream;
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private void ready(SelectionKey newKey) {
        if (closed) {
            return; // by another channel's packet of the same turn
        }
        key = newKey;
        try {
            if (!open) {
                channel.finishConnect();
                open = true;
                listener.onOpen();
                if (!closed) {
                    watch();
                }
                return;
            }
            if (key.isReadable()) {
                read();
            }
            if (!closed && key.isWritable()) {
                flush();
            }
        } catch (IOException e) {
            fail(reason(e, open));
        }
    }

    private void read() throws IOException {
        for (int i = 0; i < READS_PER_TURN && !closed && !paused; i++) {
            var buffer = loop.receiveBuffer();
            int count = channel.read(buffer);
            if (count < 0) {
                fail("the other side closed the connection");
                return;
            } else if (count == 0) {
                return;
            }
            // A connection that is being closed is read on: what is left unread makes TCP drop what has not left yet.
            if (!closing && !listener.onBytes(buffer.flip())) {
                fail("the other side sends what does not belong there");
                return;
            }
        }
    }

    /** Reads no more for now, so that the other side has to wait. */
    void pause() {
        paused = true;
        watch();
    }

    /** Undoes {@link #pause}. */
    void resume() {
        paused = false;
        watch();
    }

    private void watch() {
        if (open && key.isValid()) {
            key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (waiting.position() > 0 ? SelectionKey.OP_WRITE : 0));
        }
    }

    /** How many octets {@link #write} takes now. */
    int room() {
        return closed || closing ? -1 : WAITING_LIMIT - waiting.position();
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (bytes.remaining() > room()) {
            return false;
        }
        try {
            if (open && waiting.position() == 0) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            loop.execute(() -> fail(reason(e, true)));
            return false;
        }
        if (bytes.hasRemaining()) {
            keep(bytes);
            watch();
        }
        return true;
    }

    private void keep(ByteBuffer bytes) {
        if (bytes.remaining() > waiting.remaining()) {
            int needed = waiting.position() + bytes.remaining();
            var larger = ByteBuffer.allocate(Math.max(FIRST_ROOM, Math.min(2 * needed, WAITING_LIMIT)));
            waiting = larger.put(waiting.flip());
        }
        waiting.put(bytes);
    }

    private void flush() throws IOException {
        channel.write(waiting.flip());
        waiting.compact();
        if (waiting.position() == 0) {
            if (waiting.capacity() > FIRST_ROOM) {
                waiting = ByteBuffer.allocate(0);
            }
            watch();
            if (closing) {
                end();
            }
        }
    }

    private void fail(String reason) {
        if (!closed && !closing) {
            end();
            listener.onClosed(reason);
        } else {
            end();
        }
    }

    /** Ends it as soon as what waits has left, or soon after if the peer does not read. Idempotent. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (!open || waiting.position() == 0) {
            end();
        } else {
            lastMoment = loop.schedule(this::giveUp, closeNanos);
            resume();
        }
    }

    private void giveUp() {
        try {
            // Else the system goes on in our place, for minutes.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            log.debug("a connection was closed before its peer read", e);
        }
        end();
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        waiting = ByteBuffer.allocate(0);
        if (lastMoment != null) {
            lastMoment.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing a connection failed", e);
        }
    }

    /** A sentence without the runtime's own words where they say little. */
    public static String reason(IOException e, boolean open) {
        if (open) {
            return "the connection was lost (" + e.getMessage() + ")";
        } else if (e instanceof NoRouteToHostException) {
            return "there is no route to it (" + e.getMessage() + "); check the network of this machine";
        } else if (e instanceof ConnectException
                && String.valueOf(e.getMessage()).contains("refused")) {
            return "the connection was refused: nobody listens at that TCP port; start the server, or correct the port";
        }
        return "the connection failed (" + e.getMessage() + ")";
    }
}
