// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter sets that x264, x265 and OpenH264 write. */
final class SequenceParametersTest {
    @ParameterizedTest
    @CsvSource({
        "67640028acd940780227e5c044000003000400000300f03c60c658,1920,1080,30.0,2",
        "6742c01ed900a02ff97011000003000100000300320f162e48,640,360,25.0,0",
        "674d401fd9005005bb0110000003001000000301e0f1832480,1280,720,15.0,0",
        "6764001eace402d0936022000003000200000300643e285224,720,576,25.0,1",
        "67f4000d9196405421e3e3f01100000303e90000ea600f142a48,322,242,29.97002997002997,0",
        "6764000dacd94150878888c044000003000400000300f1810007a10001e84e6c30078a14cb,322,242,30.0,2"
    })
    void h264_sets_areRead(String hex, int width, int height, double frameRate, int reordered) {
        byte[] sps = HexFormat.of().parseHex(hex);
        assertThat(NalSyntax.H264.read(sps)).isEqualTo(new SequenceParameters(width, height, frameRate, reordered));
        assertThat(NalSyntax.H264.profileLevelId(sps)).isEqualTo(hex.substring(2, 8));
    }

    @ParameterizedTest
    @CsvSource({
        "420101016000000300900000030000030078a003c08010e5964a924caf016808000003000800000300f040,1920,1080,0",
        "42010101600000030090000003000003003fa0050201696595964932bc05a020000003002000000303c1,640,360,2"
    })
    void h265_sets_areRead(String hex, int width, int height, int reordered) {
        assertThat(NalSyntax.H265.read(HexFormat.of().parseHex(hex)))
                .isEqualTo(new SequenceParameters(width, height, 0, reordered));
    }

    @Test
    void anyBytes_areUnknownOrPossible() {
        var random = new Random(7);
        byte[] seed = HexFormat.of().parseHex("67640028acd940780227e5c044000003000400000300f03c60c658");
        for (int i = 0; i < 100_000; i++) {
            byte[] sps = java.util.Arrays.copyOf(seed, random.nextInt(seed.length + 8));
            for (int n = random.nextInt(4); n > 0 && sps.length > 0; n--) {
                sps[random.nextInt(sps.length)] = (byte) random.nextInt();
            }
            for (var read : new SequenceParameters[] {NalSyntax.H264.read(sps), NalSyntax.H265.read(sps)}) {
                assertThat(read.width()).isBetween(0, SequenceParameters.MAX_SIDE);
                assertThat(read.height()).isBetween(0, SequenceParameters.MAX_SIDE);
                assertThat(read.frameRate()).isBetween(0.0, 300.0);
                assertThat(read.reorderedFrames()).isBetween(-1, 16);
            }
        }
    }
}
