// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.aac;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.rtp.bits.BitReader;

/**
 * The StreamMuxConfig of LATM as far as RTP carries it: one program, one layer (ISO/IEC 14496-3 §1.7.3, RFC 6416 §7.3).
 *
 * @param sound the AudioSpecificConfig inside
 * @param description its bytes, from a byte border on
 */
public record LatmConfig(AudioSpecificConfig sound, ByteBuffer description) {
    /** Bits before it: version, same time framing, subframes, programs, layers. */
    private static final int BEFORE = 15;

    private static final int PLAIN_BITS = 16;
    private static final int SBR_BITS = 25;
    private static final int ESCAPE_RATE = 15;

    public LatmConfig {
        description = description.asReadOnlyBuffer();
    }

    /** A fresh read-only view. */
    @Override
    public ByteBuffer description() {
        return description.duplicate();
    }

    /** Reads one; empty for one of several programs or layers, of a rate out of the table, or without a number of channels. */
    public static Optional<LatmConfig> parse(ByteBuffer config) {
        var in = BitReader.ofBytes(config);
        boolean version = in.flag();
        in.skip(7);
        boolean several = in.bits(7) != 0;
        var sound = AudioSpecificConfig.read(in);
        if (version || several || sound.isEmpty() || sound.get().channels() == 0) {
            return Optional.empty();
        }
        var again = BitReader.ofBytes(config);
        again.skip(BEFORE);
        int first = (int) again.bits(9);
        boolean extended = first >> 4 == 5 || first >> 4 == 29;
        if ((first & 15) == ESCAPE_RATE || first >> 4 == 31) {
            return Optional.empty();
        }
        int bits = extended ? SBR_BITS : PLAIN_BITS;
        long value = (long) first << bits - 9 | again.bits(bits - 9);
        var bytes = ByteBuffer.allocate(bits + 7 >> 3);
        for (int left = bits; left > 0; left -= 8) {
            bytes.put((byte) (left >= 8 ? value >> left - 8 : value << 8 - left));
        }
        return Optional.of(new LatmConfig(sound.get(), bytes.flip()));
    }
}
