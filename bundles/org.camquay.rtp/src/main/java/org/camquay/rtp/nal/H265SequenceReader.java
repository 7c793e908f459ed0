// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;
import org.camquay.rtp.bits.BitReader;

/** Reads the beginning of sequence parameter sets of H.265 (ITU-T H.265 §7.3.2.2). */
final class H265SequenceReader {
    private static final int PROFILE_BITS = 88;
    private static final int LEVEL_BITS = 8;
    private static final int MOST_FRAMES = 16;

    private H265SequenceReader() {}

    /** What a set tells; {@link SequenceParameters#UNKNOWN} when it is damaged. */
    static SequenceParameters read(byte[] sps) {
        var in = BitReader.ofNalUnit(ByteBuffer.wrap(sps), NalSyntax.H265.headerLength());
        in.skip(4);
        int subLayers = (int) in.bits(3);
        in.bit();
        profileTierLevel(in, subLayers);
        in.skipUnsigned();
        int chroma = in.unsigned(3);
        if (chroma == 3) {
            in.bit();
        }
        int width = in.unsigned(SequenceParameters.MAX_SIDE);
        int height = in.unsigned(SequenceParameters.MAX_SIDE);
        if (in.flag()) {
            width -= (chroma == 1 || chroma == 2 ? 2 : 1) * (in.unsigned(width) + in.unsigned(width));
            height -= (chroma == 1 ? 2 : 1) * (in.unsigned(height) + in.unsigned(height));
        }
        in.skipUnsigned();
        in.skipUnsigned();
        in.skipUnsigned();
        int reordered = 0;
        for (int i = in.flag() ? 0 : subLayers; i <= subLayers; i++) {
            in.skipUnsigned();
            reordered = Math.max(reordered, in.unsigned(MOST_FRAMES));
            in.skipUnsigned();
        }
        return in.valid() && width > 0 && height > 0
                ? new SequenceParameters(width, height, 0, reordered)
                : SequenceParameters.UNKNOWN;
    }

    private static void profileTierLevel(BitReader in, int subLayers) {
        in.skip(PROFILE_BITS + LEVEL_BITS);
        int present = 0;
        for (int i = 0; i < subLayers; i++) {
            present += in.bit() * PROFILE_BITS + in.bit() * LEVEL_BITS;
        }
        in.skip(subLayers > 0 ? 2 * (8 - subLayers) + present : 0);
    }
}
