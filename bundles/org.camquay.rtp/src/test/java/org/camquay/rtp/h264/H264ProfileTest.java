// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H264ProfileTest {
    @Test
    void family_ofTable5_isRecognized() {
        assertThat(H264Profile.parse("42C01E").orElseThrow().sameProfile(H264Profile.DEFAULT))
                .isTrue();
        assertThat(H264Profile.parse("58c01e").orElseThrow().family())
                .isEqualTo(H264Profile.Family.CONSTRAINED_BASELINE);
        assertThat(H264Profile.parse("640c2a").orElseThrow().family()).isEqualTo(H264Profile.Family.CONSTRAINED_HIGH);
        assertThat(H264Profile.parse("4d4028")).map(H264Profile::family).contains(H264Profile.Family.MAIN);
        assertThat(H264Profile.parse("42e01f"))
                .hasValueSatisfying(p -> assertThat(p).hasToString("42e01f"));
        assertThat(H264Profile.parse("+42e01")).isEmpty();
        assertThat(H264Profile.parse("42e01f0")).isEmpty();
    }

    @Test
    void coversLevel_level1b_isBelow11() {
        var level1b = new H264Profile(0x42, 0xf0, 11);
        var level11 = new H264Profile(0x42, 0xe0, 11);
        assertThat(H264Profile.coversLevel(level11, level1b)).isTrue();
        assertThat(H264Profile.coversLevel(level1b, level11)).isFalse();
    }
}
