// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;

/**
 * ChannelData messages (RFC 8656 §12.4), read and written in place. None of the reading methods moves a position or
 * throws on any content. Thread: any.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |         Channel Number        |            Length             |
 * /                       Application Data                        /
 * </pre>
 */
public final class ChannelData {
    /** Octets before the application data. */
    public static final int HEADER = 4;

    public static final int MIN_CHANNEL = 0x4000;
    public static final int MAX_CHANNEL = 0x4FFF;
    /** What clients of RFC 5766 §11 bind, where nothing but TURN shares the port. */
    public static final int MAX_LEGACY_CHANNEL = 0x7FFF;

    private ChannelData() {}

    /** Whether a number may be bound as a channel (RFC 8656 §12). */
    public static boolean isChannel(int number) {
        return number >= MIN_CHANNEL && number <= MAX_CHANNEL;
    }

    /**
     * The channel of the message that remains in {@code packet}, or -1 if that is none: another first octet, or
     * less there than its length says. More is allowed, since a sender may pad.
     */
    public static int channel(ByteBuffer packet) {
        if (packet.remaining() < HEADER) {
            return -1;
        }
        int channel = Wire.u16(packet, packet.position());
        return isChannel(channel) && length(packet) <= packet.remaining() - HEADER ? channel : -1;
    }

    /** The application data, sharing the packet's memory; only where {@link #channel} was not -1. */
    public static ByteBuffer payload(ByteBuffer packet) {
        return packet.slice(packet.position() + HEADER, length(packet));
    }

    /** Writes the four octets before application data of {@code length} octets, for instance into headroom kept for it. */
    public static void writeHeader(ByteBuffer out, int channel, int length) {
        Limits.within("channel", channel, MIN_CHANNEL, MAX_CHANNEL);
        Limits.within("length", length, 0, 0xFFFF);
        out.put((byte) (channel >> 8))
                .put((byte) channel)
                .put((byte) (length >> 8))
                .put((byte) length);
    }

    /** Writes a whole message for a datagram and consumes {@code payload}. */
    public static void write(ByteBuffer out, int channel, ByteBuffer payload) {
        writeHeader(out, channel, payload.remaining());
        out.put(payload);
    }

    /** Writes a whole message for a stream, where it is padded to four octets, and consumes {@code payload}. */
    public static void writePadded(ByteBuffer out, int channel, ByteBuffer payload) {
        int length = payload.remaining();
        write(out, channel, payload);
        for (int i = length; i < Wire.padded(length); i++) {
            out.put((byte) 0);
        }
    }

    private static int length(ByteBuffer packet) {
        return Wire.u16(packet, packet.position() + 2);
    }
}
