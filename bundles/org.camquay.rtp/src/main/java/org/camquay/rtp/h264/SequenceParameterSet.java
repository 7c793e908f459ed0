// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a sequence parameter set says about a stream (ITU-T H.264 §7.3.2.1.1, annex E).
 *
 * @param profileIdc profile_idc: 66 baseline, 77 main, 100 high …
 * @param constraints the byte of constraint_set flags, set0 in the highest bit
 * @param levelIdc ten times the level: 31 for level 3.1
 * @param width of the picture in pixels, cropped
 * @param height of the picture in pixels, cropped
 * @param frameRate frames a second, 0 where the VUI does not tell
 * @param pictureOrderType pic_order_cnt_type; 2 says that output order is decoding order
 * @param maxReorderFrames max_num_reorder_frames, where the VUI has bitstream restrictions
 */
public record SequenceParameterSet(
        int profileIdc,
        int constraints,
        int levelIdc,
        int width,
        int height,
        double frameRate,
        int pictureOrderType,
        OptionalInt maxReorderFrames) {

    private static final int BASELINE = 66;

    /** Whether pictures may leave the decoder in another order than they enter it: B-frames, in practice. */
    public enum Reordering {
        /** The stream rules it out. */
        NONE,
        /** The stream announces it. */
        ANNOUNCED,
        /** The stream does not say; look at its slices with {@link H264#hasBSlice}. */
        UNKNOWN
    }

    /** Reads a NAL unit with its header byte; empty when it is no parameter set, cut, or senseless. */
    public static Optional<SequenceParameterSet> parse(ByteBuffer nalUnit) {
        if (!nalUnit.hasRemaining() || (nalUnit.get(nalUnit.position()) & 0x1f) != H264.SPS) {
            return Optional.empty();
        }
        return new SequenceParameterSetReader(nalUnit).read();
    }

    /** Six lower-case hex digits for SDP's {@code profile-level-id} (RFC 6184 §8.1). */
    public String profileLevelId() {
        return String.format("%02x%02x%02x", profileIdc, constraints, levelIdc);
    }

    /** Baseline profile with constraint_set1: what every browser decodes (RFC 6184 §8.1, RFC 7742 §6.2). */
    public boolean isConstrainedBaseline() {
        return profileIdc == BASELINE && (constraints & 0x40) != 0;
    }

    /** What the parameter set says about B-frames. */
    public Reordering reordering() {
        if (profileIdc == BASELINE || pictureOrderType == 2) {
            return Reordering.NONE;
        }
        if (maxReorderFrames.isEmpty()) {
            return Reordering.UNKNOWN;
        }
        return maxReorderFrames.getAsInt() == 0 ? Reordering.NONE : Reordering.ANNOUNCED;
    }
}
