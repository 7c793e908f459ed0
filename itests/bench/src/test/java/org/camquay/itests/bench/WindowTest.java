// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int FRAME_TICKS = 3000;
    private static final long FRAME_NANOS = 33_333_333;

    @Test
    void add_sequenceAndTimestampWrapAround_losesNothingAndIsNotLate() {
        var window = new Window();
        for (int i = 0; i < 40; i++) {
            window.add(
                    65_520 + i & 0xffff, 0xffff_0000L + (long) i * FRAME_TICKS & 0xffff_ffffL, 1000, i * FRAME_NANOS);
        }
        window.end();
        assertThat(window.packets()).isEqualTo(40);
        assertThat(window.bytes()).isEqualTo(40_000);
        assertThat(window.lost()).isZero();
        assertThat(window.lateness().quantileMillis(1)).isCloseTo(0, within(0.2));
    }

    @Test
    void lost_gapAndReordering_countsTheGapOnly() {
        var window = new Window();
        for (int sequence : new int[] {10, 12, 11, 15}) {
            window.add(sequence, 0, 100, 0);
        }
        assertThat(window.lost()).isEqualTo(2);
        window.repaired();
        assertThat(window.lost()).isEqualTo(1);
    }

    @Test
    void overdue_largeFrameSpreadByAPacer_isInTime() {
        var window = new Window();
        // 40 packets of 1,200 bytes in 20 ms: those beyond the burst are due later and later.
        for (int i = 0; i < 40; i++) {
            window.add(i, 0, 1200, i * 500_000L);
        }
        window.end();
        assertThat(window.lateness().quantileMillis(1)).isCloseTo(19.5, within(0.2));
        assertThat(window.overdue().quantileMillis(1)).isLessThan(7);
        assertThat(window.deltaFrames().total()).isEqualTo(1);
    }

    @Test
    void inTime_keyFrameToldByTheServer_isWhereLatenessBegins() {
        var window = new Window();
        long now = System.nanoTime();
        var epoch = java.time.Instant.now();
        window.add(1, 3000, 1000, now);
        window.captured(epoch.getEpochSecond() * 1_000_000 + epoch.getNano() / 1000 - 5_000);
        window.end();
        var lateness = new Lateness();
        lateness.addAll(window.keyFrames(), window.inTime());
        assertThat(lateness.quantileMillis(1)).isBetween(4.0, 1000.0);
        assertThat(window.early()).isZero();
    }

    @Test
    void lost_nothingCame_isZero() {
        assertThat(new Window().lost()).isZero();
    }
}
