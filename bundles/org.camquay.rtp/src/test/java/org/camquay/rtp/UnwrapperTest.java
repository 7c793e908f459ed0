// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UnwrapperTest {

    @Test
    void unwrap_overTheEdge_continues() {
        var unwrapper = Unwrapper.ofSequenceNumbers();

        assertThat(unwrapper.unwrap(65534)).isEqualTo(65534);
        assertThat(unwrapper.unwrap(1)).isEqualTo(65537);
        assertThat(unwrapper.unwrap(65535)).isEqualTo(65535);
        assertThat(unwrapper.unwrap(2)).isEqualTo(65538);
    }

    @Test
    void unwrap_olderThanTheFirst_isNegative() {
        var unwrapper = Unwrapper.ofSequenceNumbers();
        unwrapper.unwrap(0);

        assertThat(unwrapper.unwrap(65535)).isEqualTo(-1);
        assertThat(unwrapper.unwrap(1)).isEqualTo(1);
    }

    @Test
    void unwrap_randomWalk_givesBackTheTruth() {
        var random = new Random(2);
        var sequence = Unwrapper.ofSequenceNumbers();
        var timestamps = Unwrapper.ofTimestamps();
        long truth = 60_000;
        long time = 0xfff00000L;
        sequence.unwrap(truth);
        timestamps.unwrap(time);
        for (int i = 0; i < 50_000; i++) {
            truth += random.nextInt(100) - 20;
            time += random.nextInt(200_000) - 50_000;
            assertThat(sequence.unwrap(truth & 0xffff)).isEqualTo(truth);
            assertThat(timestamps.unwrap(time & 0xffffffffL)).isEqualTo(time);
        }
    }

    @Test
    void distance_aroundTheEdge_isSigned() {
        assertThat(SequenceNumbers.distance(65535, 0)).isEqualTo(1);
        assertThat(SequenceNumbers.distance(0, 65535)).isEqualTo(-1);
        assertThat(SequenceNumbers.isNewer(3, 65530)).isTrue();
        assertThat(SequenceNumbers.isNewer(3, 3)).isFalse();
        assertThat(SequenceNumbers.next(65535)).isZero();
    }
}
