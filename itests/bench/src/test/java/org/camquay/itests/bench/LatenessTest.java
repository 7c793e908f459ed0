// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final long MILLI = 1_000_000;

    private static Lateness of(long... delaysMillis) {
        var lateness = new Lateness();
        for (long delay : delaysMillis) {
            lateness.add(delay * MILLI);
        }
        return lateness;
    }

    @Test
    void quantileMillis_earliestComesLater_isRelativeToTheEarliest() {
        var lateness = of(1005, 1000, 1010, 1030);
        assertThat(lateness.quantileMillis(0.25)).isZero();
        assertThat(lateness.quantileMillis(0.5)).isCloseTo(5, within(0.11));
        assertThat(lateness.quantileMillis(1)).isCloseTo(30, within(0.11));
    }

    @Test
    void shareLaterThan_oneOfFour_isAQuarter() {
        assertThat(of(0, 5, 10, 30).shareLaterThan(20)).isEqualTo(0.25);
        assertThat(of(0, 20).shareLaterThan(20)).isZero();
    }

    @Test
    void addAll_viewersWithOtherClocks_areEachRelativeToTheirOwn() {
        var all = new Lateness();
        all.addAll(of(7_000_000, 7_000_004), OptionalLong.empty());
        all.addAll(of(-50, -48), OptionalLong.empty());
        assertThat(all.total()).isEqualTo(4);
        assertThat(all.quantileMillis(1)).isCloseTo(4, within(0.11));
        assertThat(all.quantileMillis(0.5)).isZero();
    }

    @Test
    void addAll_schedulesKnown_areRelativeToThem() {
        var all = new Lateness();
        all.addAll(of(1010, 1012), OptionalLong.of(1000 * MILLI));
        all.addAll(of(25, 26), OptionalLong.of(20 * MILLI));
        assertThat(all.quantileMillis(0.25)).isCloseTo(5, within(0.11));
        assertThat(all.quantileMillis(1)).isCloseTo(12, within(0.11));
        assertThat(all.shareLaterThan(9)).isEqualTo(0.5);
    }

    @Test
    void add_farOutside_countsAtTheEdge() {
        var lateness = of(0, 60_000, -60_000);
        assertThat(lateness.total()).isEqualTo(3);
        assertThat(lateness.quantileMillis(1)).isGreaterThan(2000);
    }

    @Test
    void quantileMillis_nothing_isZero() {
        assertThat(of().quantileMillis(0.99)).isZero();
        assertThat(of().shareLaterThan(20)).isZero();
    }
}
