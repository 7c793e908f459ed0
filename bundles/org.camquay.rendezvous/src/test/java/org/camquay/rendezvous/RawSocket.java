// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that keeps no rules: it writes what the test says, and reads nothing by itself. */
final class RawSocket implements Closeable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    private static final int SMALL = 4096;
    private static final int MOST_TIME = 20_000;

    private final Socket socket = new Socket();

    /** Shakes hands from a loopback address of one's own. */
    RawSocket(String from, int port, String query) throws IOException {
        socket.setReceiveBufferSize(SMALL);
        socket.setSoTimeout(MOST_TIME);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), MOST_TIME);
        socket.getOutputStream()
                .write(("GET /signaling" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no handshake: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            socket.close();
            throw new IOException("refused: " + head.substring(0, head.indexOf("\r")));
        }
    }

    void text(String text) throws IOException {
        write(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A whole frame, with a mask of zeros. */
    static byte[] frame(int opcode, byte[] payload) {
        return frame(opcode, payload, payload.length);
    }

    /** The beginning of a frame that says it has {@code length} bytes. */
    static byte[] frame(int opcode, byte[] payload, int length) {
        var frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (length < 126) {
            frame.write(0x80 | length);
        } else if (length < 65536) {
            frame.write(0x80 | 126);
            frame.write(length >> 8);
            frame.write(length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) length >> shift));
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Reads the next text; pings are passed over. */
    String nextText() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            var payload = in.readNBytes(length);
            if ((first & 0x0f) == CLOSE) {
                throw new IOException("closed: " + new String(payload, StandardCharsets.UTF_8));
            }
            if ((first & 0x0f) == TEXT) {
                return new String(payload, StandardCharsets.UTF_8);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
