// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import org.camquay.api.media.Codec;

/** Levels of H.264 constrained baseline, with what they allow (ITU-T H.264 table A-1). */
enum H264Level {
    L3_1("42e01f", 3_600, 108_000),
    L4("42e028", 8_192, 245_760),
    L5_1("42e033", 36_864, 983_040),
    L5_2("42e034", 36_864, 2_073_600);

    private static final int USUAL_RATE = 30;

    private final String profileLevelId;
    private final long macroblocks;
    private final double macroblockRate;

    H264Level(String profileLevelId, long macroblocks, double macroblockRate) {
        this.profileLevelId = profileLevelId;
        this.macroblocks = macroblocks;
        this.macroblockRate = macroblockRate;
    }

    /** The codec to encode pictures of that size to; 0 stands for not known. */
    static Codec codec(int width, int height, double frameRate) {
        long blocks = ((width + 15L) / 16) * ((height + 15L) / 16);
        double rate = blocks * (frameRate > 0 ? frameRate : USUAL_RATE);
        for (H264Level level : values()) {
            if (blocks <= level.macroblocks && rate <= level.macroblockRate) {
                return Codec.h264(level.profileLevelId);
            }
        }
        return Codec.h264(L5_2.profileLevelId);
    }
}
