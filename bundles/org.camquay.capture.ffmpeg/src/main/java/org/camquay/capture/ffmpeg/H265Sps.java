// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/** Reads the beginning of sequence parameter sets of H.265 (ITU-T H.265 §7.3.2.2). */
final class H265Sps {
    private static final int PROFILE_BITS = 88;
    private static final int LEVEL_BITS = 8;
    private static final int MOST_FRAMES = 16;

    private H265Sps() {}

    /** What a set tells; {@link SequenceParameters#UNKNOWN} when it is damaged. */
    static SequenceParameters read(byte[] sps) {
        var in = BitReader.ofNal(sps, 2);
        in.skip(4);
        int subLayers = (int) in.bits(3);
        in.bit();
        profileTierLevel(in, subLayers);
        in.unsigned();
        long chroma = in.unsigned();
        if (chroma == 3) {
            in.bit();
        }
        long width = in.unsigned();
        long height = in.unsigned();
        if (in.flag()) {
            width -= (chroma == 1 || chroma == 2 ? 2 : 1) * (in.unsigned() + in.unsigned());
            height -= (chroma == 1 ? 2 : 1) * (in.unsigned() + in.unsigned());
        }
        in.unsigned();
        in.unsigned();
        in.unsigned();
        long reordered = 0;
        for (int i = in.flag() ? 0 : subLayers; i <= subLayers; i++) {
            in.unsigned();
            reordered = Math.max(reordered, in.unsigned());
            in.unsigned();
        }
        if (in.exhausted()
                || width < 1
                || height < 1
                || Math.max(width, height) > SequenceParameters.MAX_SIDE
                || reordered > MOST_FRAMES) {
            return SequenceParameters.UNKNOWN;
        }
        return new SequenceParameters((int) width, (int) height, 0, (int) reordered);
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
