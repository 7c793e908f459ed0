// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.opus;

import java.nio.ByteBuffer;

/** The TOC byte of an Opus packet (RFC 6716 §3.1). Thread: any. */
public final class OpusPacket {
    /** Microseconds of a frame, for the modes that share a list of four (table 2). */
    private static final int[] SILK = {10_000, 20_000, 40_000, 60_000};

    private static final int[] HYBRID = {10_000, 20_000};
    private static final int[] CELT = {2_500, 5_000, 10_000, 20_000};
    private static final int FIRST_HYBRID = 12;
    private static final int FIRST_CELT = 16;
    private static final int ANY_COUNT = 3;
    private static final int COUNT_BITS = 0x3f;
    /** RFC 6716 §3.2.5, rule 5. */
    private static final int LONGEST = 120_000;

    private OpusPacket() {}

    /** How long a packet sounds, in microseconds; 0 if it is none, empty or damaged. */
    public static int micros(ByteBuffer packet) {
        int begin = packet.position();
        if (!packet.hasRemaining()) {
            return 0;
        }
        int toc = packet.get(begin) & 0xff;
        int frames = frames(packet, toc & 3);
        int length = frames * frame(toc >> 3);
        return length > LONGEST ? 0 : length;
    }

    private static int frames(ByteBuffer packet, int code) {
        if (code != ANY_COUNT) {
            return code == 0 ? 1 : 2;
        }
        return packet.remaining() < 2 ? 0 : packet.get(packet.position() + 1) & COUNT_BITS;
    }

    private static int frame(int configuration) {
        if (configuration >= FIRST_CELT) {
            return CELT[configuration & 3];
        }
        return configuration >= FIRST_HYBRID ? HYBRID[configuration & 1] : SILK[configuration & 3];
    }
}
