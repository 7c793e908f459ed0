// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.camquay.rtp.bits.BitReader;

/** Reads the syntax of a sequence parameter set, field after field (ITU-T H.264 §7.3.2.1.1, E.1.1). */
final class SequenceParameterSetReader {

    private static final int MAX_MACROBLOCKS = 1024; // 16384 pixels, above every level
    private static final int EXTENDED_ASPECT_RATIO = 255;
    private static final double LEAST_RATE = 0.1;
    private static final double MOST_RATE = 300;

    private final BitReader reader;
    private double frameRate;

    SequenceParameterSetReader(ByteBuffer nalUnit) {
        reader = BitReader.ofNalUnit(nalUnit, 1);
    }

    Optional<SequenceParameterSet> read() {
        int profile = (int) reader.bits(8);
        int constraints = (int) reader.bits(8);
        int level = (int) reader.bits(8);
        reader.unsigned(31); // seq_parameter_set_id
        int chroma = hasChromaFormat(profile) ? chromaArrayType() : 1;
        reader.unsigned(12); // log2_max_frame_num_minus4
        int pictureOrder = pictureOrderType();
        reader.unsigned(64); // max_num_ref_frames
        reader.bit(); // gaps_in_frame_num_value_allowed_flag
        int width = 16 * (reader.unsigned(MAX_MACROBLOCKS - 1) + 1);
        int mapUnits = reader.unsigned(MAX_MACROBLOCKS - 1) + 1;
        boolean framesOnly = reader.flag();
        if (!framesOnly) {
            reader.bit(); // mb_adaptive_frame_field_flag
        }
        int height = 16 * mapUnits * (framesOnly ? 1 : 2);
        reader.bit(); // direct_8x8_inference_flag
        if (reader.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            width -= unitX * (reader.unsigned(width) + reader.unsigned(width));
            height -= unitY * (reader.unsigned(height) + reader.unsigned(height));
        }
        boolean vui = reader.flag();
        if (!reader.valid() || width <= 0 || height <= 0) {
            return Optional.empty();
        }
        var reorderFrames = vui ? maxReorderFrames() : OptionalInt.empty();
        return Optional.of(new SequenceParameterSet(
                profile, constraints, level, width, height, frameRate, pictureOrder, reorderFrames));
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private int chromaArrayType() {
        int format = reader.unsigned(3);
        boolean separatePlanes = format == 3 && reader.flag();
        reader.unsigned(6); // bit_depth_luma_minus8
        reader.unsigned(6); // bit_depth_chroma_minus8
        reader.bit(); // qpprime_y_zero_transform_bypass_flag
        if (reader.flag()) {
            int lists = format == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (reader.flag()) {
                    skipScalingList(i < 6 ? 16 : 64);
                }
            }
        }
        return separatePlanes ? 0 : format;
    }

    private void skipScalingList(int size) {
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = (int) (next + reader.signed() & 0xff);
        }
    }

    private int pictureOrderType() {
        int type = reader.unsigned(2);
        if (type == 0) {
            reader.unsigned(12); // log2_max_pic_order_cnt_lsb_minus4
        } else if (type == 1) {
            reader.bit(); // delta_pic_order_always_zero_flag
            reader.signed(); // offset_for_non_ref_pic
            reader.signed(); // offset_for_top_to_bottom_field
            int cycle = reader.unsigned(255);
            for (int i = 0; i < cycle; i++) {
                reader.signed();
            }
        }
        return type;
    }

    /** Walks through the VUI to its end; a VUI that is cut says nothing, as some cameras write one. */
    private OptionalInt maxReorderFrames() {
        if (reader.flag() && reader.bits(8) == EXTENDED_ASPECT_RATIO) {
            reader.bits(32);
        }
        if (reader.flag()) {
            reader.bit(); // overscan_appropriate_flag
        }
        if (reader.flag()) {
            reader.bits(4); // video_format, video_full_range_flag
            if (reader.flag()) {
                reader.bits(24); // colour description
            }
        }
        if (reader.flag()) {
            reader.skipUnsigned(); // chroma_sample_loc_type_top_field
            reader.skipUnsigned(); // chroma_sample_loc_type_bottom_field
        }
        if (reader.flag()) {
            timing();
        }
        skipDecoderModel();
        reader.bit(); // pic_struct_present_flag
        return reader.flag() ? bitstreamRestriction() : OptionalInt.empty();
    }

    private void timing() {
        long unitsInTick = reader.bits(32);
        long timeScale = reader.bits(32);
        reader.bit(); // fixed_frame_rate_flag
        double rate = unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
        if (reader.valid() && rate >= LEAST_RATE && rate <= MOST_RATE) {
            frameRate = rate;
        }
    }

    private void skipDecoderModel() {
        boolean nal = reader.flag();
        if (nal) {
            skipDecoderParameters();
        }
        boolean vcl = reader.flag();
        if (vcl) {
            skipDecoderParameters();
        }
        if (nal || vcl) {
            reader.bit(); // low_delay_hrd_flag
        }
    }

    private void skipDecoderParameters() {
        int buffers = reader.unsigned(31) + 1;
        reader.bits(8); // bit_rate_scale, cpb_size_scale
        for (int i = 0; i < buffers; i++) {
            reader.skipUnsigned(); // bit_rate_value_minus1
            reader.skipUnsigned(); // cpb_size_value_minus1
            reader.bit(); // cbr_flag
        }
        reader.bits(20); // delay lengths, time_offset_length
    }

    private OptionalInt bitstreamRestriction() {
        reader.bit(); // motion_vectors_over_pic_boundaries_flag
        reader.skipUnsigned(); // max_bytes_per_pic_denom
        reader.skipUnsigned(); // max_bits_per_mb_denom
        reader.skipUnsigned(); // log2_max_mv_length_horizontal
        reader.skipUnsigned(); // log2_max_mv_length_vertical
        int reorderFrames = reader.unsigned(16);
        return reader.valid() ? OptionalInt.of(reorderFrames) : OptionalInt.empty();
    }
}
