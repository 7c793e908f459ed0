// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.contract.VideoDecoderContract;
import org.junit.jupiter.api.Test;

/** H.264 with B-frames, as cameras and files have it: output order is not decoding order. */
final class ReorderedH264DecoderTest extends VideoDecoderContract {
    private static final int B_SLICE = 1;

    @Override
    protected VideoDecoderFactory factory() {
        return new FfmpegVideoDecoderFactory();
    }

    @Override
    protected VideoFormat format() {
        return new VideoFormat(Codec.h264("64000a"), 64, 64, 25, true);
    }

    @Override
    protected Optional<VideoFrame> firstPicture() {
        return Optional.empty();
    }

    @Override
    protected int delay() {
        return 4;
    }

    /** Presentation times from the order of the pictures: each I or P picture comes after the B pictures behind it. */
    @Override
    protected List<EncodedFrame> frames() {
        List<byte[]> units = AccessUnits.read("reordered-64x64.h264", 0x09);
        List<EncodedFrame> frames = new ArrayList<>();
        int shown = 0;
        for (int i = 0; i < units.size(); ) {
            int behind = 0;
            while (i + 1 + behind < units.size() && isB(units.get(i + 1 + behind))) {
                behind++;
            }
            frames.add(AccessUnits.frame(units.get(i), i, (shown + behind) * AccessUnits.INTERVAL));
            for (int b = 0; b < behind; b++) {
                frames.add(AccessUnits.frame(units.get(i + 1 + b), i + 1 + b, (shown + b) * AccessUnits.INTERVAL));
            }
            shown += behind + 1;
            i += behind + 1;
        }
        return frames;
    }

    /** primary_pic_type of the access unit delimiter, ITU-T H.264 table 7-5. */
    private static boolean isB(byte[] unit) {
        return (unit[5] & 0xff) >> 5 > B_SLICE;
    }

    @Test
    void frames_ofTheClip_areReallyReordered() throws Exception {
        assertThat(frames()).hasSize(24);
        assertThat(frames().stream().map(EncodedFrame::timestamp).sorted().toList())
                .isNotEqualTo(frames().stream().map(EncodedFrame::timestamp).toList());
        List<VideoFrame> pictures = new ArrayList<>();
        try (var decoder = factory().open(format(), pictures::add)) {
            for (EncodedFrame frame : frames()) {
                decoder.decode(frame);
            }
        }
        assertThat(pictures)
                .allSatisfy(p -> assertThat(p.captureTime()).as("capture time").isEqualTo(p.timestamp() + 7));
    }
}
