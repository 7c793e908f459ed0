// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.nio.ByteBuffer;

/** The form of a packet between messages: {@code $}, channel, length, octets (RFC 2326 §10.12). */
public final class Frame {
    /** Octets before the packet. */
    public static final int HEADER = 4;
    /** The largest, with its header. */
    static final int LARGEST = HEADER + 0xFFFF;

    static final byte DOLLAR = '$';

    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION_2 = 0x80;

    private Frame() {}

    static int channel(ByteBuffer in) {
        return in.get(in.position() + 1) & 0xFF;
    }

    /** Octets of all of it. */
    static int size(ByteBuffer in) {
        return HEADER + (in.get(in.position() + 2) & 0xFF) * 256 + (in.get(in.position() + 3) & 0xFF);
    }

    /** Whether nobody can tell yet what begins there. */
    static boolean isTooShort(ByteBuffer in) {
        return in.remaining() < HEADER || in.remaining() == HEADER && size(in) > HEADER;
    }

    /**
     * Whether a packet of RTP or RTCP follows, and no accident: both begin with their version, which is 2 (RFC 3550 §5.1, §6.4.1). An
     * empty one is skipped as an accident is.
     */
    static boolean isPlausible(ByteBuffer in) {
        return size(in) > HEADER && (in.get(in.position() + HEADER) & VERSION_MASK) == VERSION_2;
    }

    /** How many octets are to be added to what begins there, so that it is a packet or can be told to be none; 1 at least. */
    static int missing(ByteBuffer begun) {
        if (begun.get(begun.position()) != DOLLAR) {
            return Integer.MAX_VALUE;
        }
        int wanted = begun.remaining() <= HEADER ? HEADER + 1 : size(begun);
        return Math.max(1, wanted - begun.remaining());
    }

    /** Writes the header of a packet of so many octets. */
    public static void write(ByteBuffer out, int channel, int length) {
        out.put(DOLLAR).put((byte) channel).putShort((short) length);
    }
}
