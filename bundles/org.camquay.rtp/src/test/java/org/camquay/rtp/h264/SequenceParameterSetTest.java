// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.camquay.rtp.h264.SequenceParameterSet.Reordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter sets as x264 and openh264 wrote them; sizes, profiles and levels as ffprobe reads them. */
class SequenceParameterSetTest {

    private static final String HIGH = "67640028acd940780227e5c044000003000400000300f03c60c658";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "x264 baseline, 6742c01fda014016ec0440000003004000000f03c60ca8, 42c01f, 1280, 720, NONE",
        "x264 main zerolatency, 674d4015d901b1fe4f0110000003001000000303c8f162e480, 4d4015, 426, 240, NONE",
        "x264 high without B, 6764001eacb201405ff2e022000003000200000300781e2c5c90, 64001e, 640, 360, NONE",
        "x264 high, 67640028acd940780227e5c044000003000400000300f03c60c658, 640028, 1920, 1080, ANNOUNCED",
        "x264 4:2:2, 677a001fbcd9405005bb0110000003001000000303c0f1831960, 7a001f, 1280, 720, ANNOUNCED",
        "x264 4:4:4, 67f4000d919b282a10f1f1f80880000003008000001e078a14cb, f4000d, 322, 242, ANNOUNCED",
        "x264 gray, 6764000df36505825b016c80000003008000001e078a14cb, 64000d, 352, 288, ANNOUNCED",
        "x264 interlaced, 6764001facd940b424d80880000003008000001e0f8b16cb, 64001f, 720, 576, ANNOUNCED",
        "x264 buffer model, 6764000dacd9416096c044000003000400000300f181000249f000493e930c01e28532c0,"
                + " 64000d, 352, 288, ANNOUNCED",
        "all of the VUI and cropping, 67640033acd9407802272198bc15b8481015b8000003000800000301e078c18cb0,"
                + " 640033, 1904, 1064, ANNOUNCED",
        "openh264, 6742c01f8c8d402802dd00f08846a0, 42c01f, 1280, 720, NONE"
    })
    void parse_realParameterSet_agreesWithFfprobe(
            String name, String hex, String profileLevelId, int width, int height, Reordering reordering) {
        var parsed = SequenceParameterSet.parse(Bytes.hex(hex)).orElseThrow();

        assertThat(parsed.profileLevelId()).isEqualTo(profileLevelId);
        assertThat(parsed.width()).isEqualTo(width);
        assertThat(parsed.height()).isEqualTo(height);
        assertThat(parsed.reordering()).isEqualTo(reordering);
    }

    @Test
    void parse_high_countsReorderFrames() {
        var high = SequenceParameterSet.parse(Bytes.hex(HIGH)).orElseThrow();

        assertThat(high.maxReorderFrames()).hasValue(2);
        assertThat(high.isConstrainedBaseline()).isFalse();
        assertThat(SequenceParameterSet.parse(Bytes.hex("6742c01fda014016ec0440000003004000000f03c60ca8"))
                        .orElseThrow()
                        .isConstrainedBaseline())
                .isTrue();
    }

    @Test
    void parse_scalingLists_areSkipped() {
        // high 4:2:0, the first list of 16 deltas of 0, the third "use default" (delta -8), 64x48, no VUI
        var bits = new BitString("67 64 00 1f")
                .add("1" + "010" + "1" + "1" + "0" + "1")
                .add("1" + "1".repeat(16) + "0" + "1" + "000010001" + "00000")
                .add("1" + "011" + "010" + "0" + "00100" + "011" + "1" + "1" + "0" + "0" + "1");
        var parsed = SequenceParameterSet.parse(bits.bytes()).orElseThrow();

        assertThat(parsed.width()).isEqualTo(64);
        assertThat(parsed.height()).isEqualTo(48);
        assertThat(parsed.pictureOrderType()).isEqualTo(2);
        assertThat(parsed.maxReorderFrames()).isEmpty();
    }

    @Test
    void reordering_mainWithoutRestriction_isUnknown() {
        // main, picture order type 0, 64x48, no VUI
        var bits = new BitString("67 4d 00 1f").add("1" + "1" + "1" + "1" + "010" + "0" + "00100" + "011" + "11001");

        assertThat(SequenceParameterSet.parse(bits.bytes()).orElseThrow().reordering())
                .isEqualTo(Reordering.UNKNOWN);
    }

    @Test
    void parse_cut_isEmptyOrWithoutRestriction() {
        byte[] high = Bytes.array(Bytes.hex(HIGH));
        for (int length = 0; length < high.length; length++) {
            var parsed = SequenceParameterSet.parse(ByteBuffer.wrap(high, 0, length));
            if (length < 10) {
                assertThat(parsed).isEmpty();
            } else if (length >= 14) {
                assertThat(parsed)
                        .hasValueSatisfying(set -> assertThat(set.height()).isEqualTo(1080));
            }
        }
        assertThat(SequenceParameterSet.parse(ByteBuffer.wrap(high, 0, 14))
                        .orElseThrow()
                        .reordering())
                .isEqualTo(Reordering.UNKNOWN);
    }

    @Test
    void parse_randomBytes_neverThrowsAndSizesAreSane() {
        var random = new Random(4);
        int parsed = 0;
        for (int i = 0; i < 100_000; i++) {
            var bytes = Bytes.random(random, 1 + random.nextInt(60)).put(0, (byte) 0x67);
            var result = SequenceParameterSet.parse(bytes);
            if (result.isPresent()) {
                parsed++;
                assertThat(result.get().width()).isBetween(1, 16384);
                assertThat(result.get().height()).isBetween(1, 32768);
            }
        }
        assertThat(parsed).isGreaterThan(100);
    }

    @Test
    void sliceHeader_realSlices_tellTheirType() {
        assertThat(SliceHeader.parse(Bytes.hex("6588840047dae398")))
                .contains(new SliceHeader(0, SliceHeader.Type.I, 0));
        assertThat(SliceHeader.parse(Bytes.hex("419a246c457fbc7c")))
                .contains(new SliceHeader(0, SliceHeader.Type.P, 0));
        assertThat(SliceHeader.parse(Bytes.hex("019e617442dff008")))
                .contains(new SliceHeader(0, SliceHeader.Type.B, 0));
        // the second slice of a 426x240 picture
        assertThat(SliceHeader.parse(Bytes.hex("4101b268ec43affe"))
                        .orElseThrow()
                        .firstMacroblock())
                .isGreaterThan(0);
        assertThat(SliceHeader.parse(Bytes.hex("6742c01f"))).isEmpty();
        assertThat(SliceHeader.parse(Bytes.hex("41"))).isEmpty();
        assertThat(SliceHeader.parse(Bytes.hex(""))).isEmpty();
    }

    @Test
    void accessUnit_facts_areFound() {
        var key = Bytes.hex("00000001 0910 00000001" + HIGH + "00000001 68ebe3cb22c0 000001 6588840047dae398");
        var bidirectional = Bytes.hex("00000001 0930 000001 019e617442dff008");

        assertThat(H264.isKeyFrame(key)).isTrue();
        assertThat(H264.hasBSlice(key)).isFalse();
        assertThat(H264.sequenceParameterSet(key).orElseThrow().profileLevelId())
                .isEqualTo("640028");
        assertThat(H264.isKeyFrame(bidirectional)).isFalse();
        assertThat(H264.hasBSlice(bidirectional)).isTrue();
        assertThat(H264.sequenceParameterSet(bidirectional)).isEmpty();
    }

    /** Bytes out of hex, then bits, then the stop bit. */
    private static final class BitString {

        private final StringBuilder bits = new StringBuilder();

        BitString(String hex) {
            for (byte value : Bytes.array(Bytes.hex(hex))) {
                bits.append(Integer.toBinaryString(value & 0xff | 0x100).substring(1));
            }
        }

        BitString add(String more) {
            bits.append(more);
            return this;
        }

        ByteBuffer bytes() {
            String all = bits + "1" + "0".repeat(7);
            var bytes = ByteBuffer.allocate(all.length() / 8);
            for (int i = 0; i < bytes.capacity(); i++) {
                bytes.put((byte) Integer.parseInt(all.substring(8 * i, 8 * i + 8), 2));
            }
            return bytes.flip();
        }
    }
}
