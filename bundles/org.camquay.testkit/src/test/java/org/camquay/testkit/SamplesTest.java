// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void clip_keyFrames_standWhereTheTypeSays() {
        assertThat(H264Samples.clip()).allSatisfy(frame -> {
            assertThat(AnnexB.nalTypes(frame.data()).contains(AnnexB.IDR)).isEqualTo(frame.isKey());
            assertThat(AnnexB.beginsWithParameterSets(frame.data())).isEqualTo(frame.isKey());
        });
    }

    @Test
    void tone_isFoundAtItsFrequencyOnly() {
        var tone = List.of(Sounds.tone(440, 48_000, 2, 0, 48_000));
        assertThat(Sounds.share(tone, 440)).isGreaterThan(0.95);
        assertThat(Sounds.share(tone, 1000)).isLessThan(0.01);
    }

    @Test
    void psnr_ofEqualAndDifferentPictures_tellsThemApart() {
        var first = Pictures.moving(64, 48, 0, 0);
        assertThat(Pictures.psnr(first, first)).isEqualTo(100);
        assertThat(Pictures.psnr(first, Pictures.moving(64, 48, 40, 0))).isLessThan(25);
    }
}
