// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The frames of a client's WebSocket (RFC 6455 §5). What comes is handed on in parts as it comes, so that a long message costs
 * no memory here. Only on one thread.
 */
final class Frames {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int BINARY = 2;
    private static final int MAX_CONTROL = 125;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Takes what was read. */
    interface Reader {
        /** A part of a text message. */
        void onText(String part, boolean last);

        /** A part of a binary message. */
        void onBinary(boolean last);

        /** A close, ping or pong. */
        void onControl(int opcode, ByteBuffer payload);
    }

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private ByteBuffer rest = NOTHING;
    /** The first octets of a character that the next part completes. */
    private ByteBuffer carried = NOTHING;

    private boolean inFrame;
    private boolean last;
    private int opcode;
    /** Of the message that is not complete yet; 0 when there is none. */
    private int message;

    private long left;

    /** Adds what came; it is copied. */
    void add(ByteBuffer octets) {
        var all = ByteBuffer.allocate(rest.remaining() + octets.remaining());
        rest = all.put(rest).put(octets).flip();
    }

    /**
     * Hands on the next part of what came.
     *
     * @return false if more must come first
     * @throws IOException if it is no WebSocket
     */
    boolean next(Reader reader) throws IOException {
        if (!inFrame && !header()) {
            return false;
        }
        if (opcode >= CLOSE) {
            if (rest.remaining() < left) {
                return false;
            }
            inFrame = false;
            reader.onControl(opcode, take((int) left));
            return true;
        }
        if (left > 0 && !rest.hasRemaining()) {
            return false;
        }
        var part = take((int) Math.min(left, rest.remaining()));
        left -= part.remaining();
        inFrame = left > 0;
        boolean end = last && left == 0;
        if (message == TEXT) {
            var text = decode(part, end);
            message = end ? 0 : message;
            reader.onText(text, end);
        } else {
            message = end ? 0 : message;
            reader.onBinary(end);
        }
        return true;
    }

    private boolean header() throws IOException {
        int start = rest.position();
        if (rest.remaining() < 2) {
            return false;
        }
        int first = rest.get(start) & 0xff;
        int length = rest.get(start + 1) & 0xff;
        int size = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (rest.remaining() < size) {
            return false;
        }
        left = switch (size) {
            case 2 -> length;
            case 4 -> rest.getShort(start + 2) & 0xffff;
            default -> rest.getLong(start + 2);
        };
        last = (first & 0x80) != 0;
        opcode = first & 0x0f;
        check(first, length);
        rest.position(start + size);
        message = opcode == TEXT || opcode == BINARY ? opcode : message;
        inFrame = true;
        return true;
    }

    private void check(int first, int length) throws IOException {
        boolean control = opcode >= CLOSE;
        boolean known = control ? opcode <= PONG : opcode <= BINARY;
        boolean inPlace = control || (opcode == 0) == (message != 0);
        boolean bounded = control ? left <= MAX_CONTROL && last : left >= 0;
        // RFC 6455 §5.1: a server masks nothing; §5.2: nobody has agreed on extensions
        if (!known || !inPlace || !bounded || (first & 0x70) != 0 || length > 127) {
            throw new IOException("the server does not speak WebSocket as RFC 6455 has it");
        }
    }

    private ByteBuffer take(int length) {
        var part = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        return part;
    }

    private String decode(ByteBuffer part, boolean end) throws IOException {
        var octets = ByteBuffer.allocate(carried.remaining() + part.remaining());
        octets.put(carried).put(part).flip();
        var text = CharBuffer.allocate(octets.remaining() + 2);
        if (decoder.decode(octets, text, end).isError()
                || end && decoder.flush(text).isError()) {
            throw new IOException("the server sent text that is not UTF-8");
        }
        carried = end
                ? NOTHING
                : ByteBuffer.allocate(octets.remaining()).put(octets).flip();
        if (end) {
            decoder.reset();
        }
        return text.flip().toString();
    }

    /** A frame to send, masked (RFC 6455 §5.3). */
    static ByteBuffer frame(int opcode, byte[] payload) {
        var frame = ByteBuffer.allocate(14 + payload.length).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        int mask = RANDOM.nextInt();
        frame.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask >> 8 * (3 - i % 4)));
        }
        return frame.flip();
    }
}
