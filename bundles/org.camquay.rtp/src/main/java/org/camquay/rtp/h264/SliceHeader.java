// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.rtp.bits.BitReader;

/**
 * The first fields of a slice header, all that can be read without parameter sets (ITU-T H.264 §7.3.3).
 *
 * @param firstMacroblock first_mb_in_slice, 0 where a picture begins
 * @param type P, B, I, SP or SI
 * @param pictureParameterSetId 0 to 255
 */
public record SliceHeader(int firstMacroblock, Type type, int pictureParameterSetId) {

    /** slice_type modulo 5, in the order of table 7-6. */
    public enum Type {
        /** Predicted from one list. */
        P,
        /** Predicted from two lists. */
        B,
        /** Intra only. */
        I,
        /** Switching P. */
        SP,
        /** Switching I. */
        SI;

        private static final Type[] BY_CODE = values();
    }

    /** Reads a NAL unit with its header byte; empty when it is no slice, or cut. */
    public static Optional<SliceHeader> parse(ByteBuffer nalUnit) {
        if (!nalUnit.hasRemaining()) {
            return Optional.empty();
        }
        int nalType = nalUnit.get(nalUnit.position()) & 0x1f;
        if (nalType != H264.SLICE && nalType != H264.PARTITION_A && nalType != H264.IDR_SLICE) {
            return Optional.empty();
        }
        var reader = BitReader.ofNalUnit(nalUnit, 1);
        int first = reader.unsigned(1 << 20);
        int type = reader.unsigned(9);
        int parameterSet = reader.unsigned(255);
        return reader.valid()
                ? Optional.of(new SliceHeader(first, Type.BY_CODE[type % 5], parameterSet))
                : Optional.empty();
    }
}
