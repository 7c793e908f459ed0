// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.camquay.rtp.nal.NalSyntax;
import org.junit.jupiter.api.Test;

class PictureAssemblyTest {
    private static final String SETS = "000000016742000a" + "0000000168ce";
    private static final String FIRST = "0000000165" + "88aa";
    private static final String SECOND = "0000000165" + "1122";
    private static final String DELTA = "0000000141" + "9a33";

    private final PictureAssembly assembly = new PictureAssembly(NalSyntax.H264, 0);

    private static Packet packet(String hex, long time) {
        return new Packet(0, HexFormat.of().parseHex(hex), time, time, 0, time);
    }

    @Test
    void add_wholePictures_areHeldBackOnlyAtFirst() {
        int given = 0;
        for (int i = 0; i < 6; i++) {
            given += assembly.add(packet(i == 0 ? SETS + FIRST + SECOND : DELTA, 40 * i))
                    .size();
            assertThat(given).isEqualTo(i < 3 ? i : i + 1);
        }
    }

    @Test
    void add_slicesInPacketsOfTheirOwn_areJoinedWithoutTheRepeatedSets() {
        assertThat(assembly.add(packet(SETS + FIRST, 0))).isEmpty();
        assertThat(assembly.add(packet(SETS + SECOND, 0))).isEmpty();
        var whole = assembly.add(packet(DELTA, 40)).get(0);
        assertThat(HexFormat.of().formatHex(whole.data())).isEqualTo(SETS + FIRST + SECOND);
        assertThat(whole.pts()).isZero();
        for (int i = 2; i < 20; i++) {
            assertThat(assembly.add(packet(DELTA, 40 * i)))
                    .extracting(Packet::pts)
                    .containsExactly(40L * (i - 1));
        }
    }

    @Test
    void add_lengthPrefixed_keepsTheLengths() {
        var prefixed = new PictureAssembly(NalSyntax.H264, 2);
        prefixed.add(packet("00036588aa", 0));
        prefixed.add(packet("0003651122", 0));
        assertThat(HexFormat.of()
                        .formatHex(prefixed.add(packet("0003419a33", 40)).get(0).data()))
                .isEqualTo("00036588aa" + "0003651122");
    }
}
