// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TickUnitTest {
    @ParameterizedTest
    @CsvSource({
        "90000, 1",
        "90000, 100000000000",
        "90000, -3003",
        "12800, 511",
        "30000, 7",
        "3, -1",
        "3, -2",
        "44100, 1024",
        "1000000000, 1499"
    })
    void micros_ticks_isTheNearest(int denominator, long ticks) {
        long expected = new BigDecimal(ticks)
                .movePointRight(6)
                .divide(new BigDecimal(denominator), 0, RoundingMode.HALF_UP)
                .longValueExact();
        assertThat(new TickUnit(1, denominator).micros(ticks)).isEqualTo(expected);
    }

    @Test
    void micros_moreThan64BitsOnTheWay_isStillRight() {
        // 20 days in units of a nanosecond
        assertThat(new TickUnit(1, 1_000_000_000).micros(1_728_000_000_000_001L))
                .isEqualTo(1_728_000_000_000L);
        // 50 years
        long ticks = 50L * 366 * 86_400 * 1_000_000_000L;
        assertThat(new TickUnit(1, 1_000_000_000).micros(ticks)).isEqualTo(ticks / 1000);
    }

    @Test
    void micros_noTimeOrDamage_isNoTime() {
        assertThat(new TickUnit(1, 1000).micros(avutil.AV_NOPTS_VALUE)).isEqualTo(Packet.NO_TIME);
        assertThat(new TickUnit(0, 1).micros(5)).isEqualTo(Packet.NO_TIME);
        assertThat(new TickUnit(1, 0).micros(5)).isEqualTo(Packet.NO_TIME);
        assertThat(new TickUnit(1, 1).micros(Long.MAX_VALUE)).isEqualTo(Packet.NO_TIME);
        assertThat(new TickUnit(1, 1).micros(Long.MIN_VALUE + 1)).isEqualTo(Packet.NO_TIME);
    }
}
