// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RestTest {
    private static final long TOLERANCE = 40;
    private static final long OF_EACH = 5;

    private final Rest rest = new Rest(OF_EACH);
    private final long start = System.nanoTime();

    private long leftAfter(int packets) {
        rest.ready(start, TOLERANCE);
        rest.received(packets);
        return rest.left(start);
    }

    @Test
    void left_fewPackets_isShort() {
        assertThat(leftAfter(1)).isEqualTo(OF_EACH);
        assertThat(leftAfter(2)).isEqualTo(2 * OF_EACH);
    }

    @Test
    void left_manyPackets_isWhatIsTolerated() {
        assertThat(leftAfter(100)).isEqualTo(TOLERANCE);
    }

    @Test
    void left_packetsOfTwoChannels_count() {
        rest.ready(start, TOLERANCE);
        rest.received(1);
        rest.ready(start, TOLERANCE);
        rest.received(2);
        assertThat(rest.left(start)).isEqualTo(3 * OF_EACH);
    }

    @Test
    void left_askedAgain_goesOnFromTheLastPackets() {
        leftAfter(2);
        assertThat(rest.left(start + OF_EACH)).isEqualTo(OF_EACH);
        assertThat(rest.left(start + 3 * OF_EACH)).isNegative();
    }

    @Test
    void attend_withAndWithoutTolerance_leastCounts() {
        rest.attend(start, 1_000, 12);
        rest.attend(start, 100, 8);
        rest.attend(start, 10, 30);
        assertThat(leftAfter(100)).isEqualTo(8);
        rest.attend(start, 500, 0);
        assertThat(rest.left(start)).isZero();
        assertThat(rest.left(start + 499)).isZero();
        assertThat(rest.left(start + 500)).isEqualTo(8 - 500);
        assertThat(rest.left(start + 1_000)).isEqualTo(TOLERANCE - 1_000);
    }

    @Test
    void ready_withoutTolerance_nothingWaits() {
        leftAfter(100);
        rest.ready(start, 0);
        assertThat(rest.left(start)).isZero();
    }
}
