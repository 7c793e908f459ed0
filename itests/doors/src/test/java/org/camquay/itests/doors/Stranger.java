// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One TCP connection of somebody with bad manners: never waits for room to write, and reads only when told to. For one thread. */
final class Stranger implements AutoCloseable {
    static final int TEXT = 1;
    static final int CONTINUATION = 0;
    static final int PING = 9;

    private static final int CONNECT_MILLIS = 2000;
    private static final int RECEIVE_BUFFER = 4096;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final SocketChannel channel;
    private final AtomicLong sent;
    private final String host;
    private final ByteBuffer reading = ByteBuffer.allocate(16 * 1024);
    private ByteBuffer writing = ByteBuffer.allocate(0);
    private boolean gone;

    /**
     * Connects.
     *
     * @param address of this machine, to come from
     * @param sent counts what all strangers send
     */
    Stranger(String address, InetSocketAddress server, AtomicLong sent) {
        this.sent = sent;
        this.host = "127.0.0.1:" + server.getPort();
        SocketChannel opened = null;
        try {
            opened = SocketChannel.open();
            opened.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            opened.bind(new InetSocketAddress(address, 0));
            opened.socket().connect(server, CONNECT_MILLIS);
            opened.configureBlocking(false);
        } catch (IOException e) {
            gone = true; // the server takes no more: that is its right
        }
        channel = opened;
    }

    /** Whether the server has ended the connection, or taken none, as far as was seen. */
    boolean isGone() {
        return gone;
    }

    /** What {@code Host} says. */
    String host() {
        return host;
    }

    /** Sends as much as fits now, and remembers the rest; takes nothing new until that has gone. */
    void send(byte[] bytes) {
        if (gone) {
            return;
        }
        flush();
        if (!writing.hasRemaining()) {
            writing = ByteBuffer.wrap(bytes);
            flush();
        }
    }

    private void flush() {
        try {
            sent.addAndGet(writing.hasRemaining() ? channel.write(writing) : 0);
        } catch (IOException e) {
            gone = true;
        }
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One request with its body. */
    void request(String line, String headers, String body) {
        send(line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    /** What has come, waiting up to so long for the first of it; empty if nothing did. */
    String read(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!gone) {
            flush();
            try {
                int count = channel.read(reading.clear());
                gone |= count < 0;
                if (count > 0) {
                    return new String(reading.array(), 0, count, StandardCharsets.ISO_8859_1);
                }
            } catch (IOException e) {
                gone = true;
            }
            if (System.nanoTime() >= end) {
                return "";
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return "";
    }

    /** Reads until that was among what came, for so long; all that came. */
    String readUntil(String wanted, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        var all = new StringBuilder();
        while (all.indexOf(wanted) < 0 && !gone && System.nanoTime() < end) {
            all.append(read(10));
        }
        return all.toString();
    }

    /** Asks for a WebSocket at {@code /signaling}; the answer has still to be read. */
    void upgrade() {
        send("GET /signaling HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: webrtc.onvif.org\r\n\r\n");
    }

    /** Opens a WebSocket and registers as a viewer. */
    Stranger registered() {
        upgrade();
        return register();
    }

    /** Registers as a viewer once the WebSocket is open. */
    Stranger register() {
        if (readUntil("\r\n\r\n", CONNECT_MILLIS).startsWith("HTTP/1.1 101")) {
            send(frame(TEXT, true, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"register\",\"params\":{}}"));
        } else {
            close();
        }
        return this;
    }

    /** RFC 6455 §5.2, with a mask of zeros. */
    static byte[] frame(int opcode, boolean last, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(14 + bytes.length).put((byte) (opcode | (last ? FINAL : 0)));
        if (bytes.length < 126) {
            frame.put((byte) (MASKED | bytes.length));
        } else if (bytes.length < 65_536) {
            frame.put((byte) (MASKED | 126)).putShort((short) bytes.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(bytes.length);
        }
        frame.putInt(0).put(bytes).flip();
        byte[] exact = new byte[frame.remaining()];
        frame.get(exact);
        return exact;
    }

    /** Ends the connection with a reset, whatever has not been sent yet. */
    void hangUp() {
        try {
            if (channel != null && channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // then it ends politely
        }
        close();
    }

    @Override
    public void close() {
        gone = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
