// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final long NOW = 1_790_000_000_000_000L;

    @Test
    void ofMicros_timeSince1970_movesFromFrameToFrame() {
        for (int frame = 0; frame < 100; frame++) {
            long step =
                    Ticks.ofMicros(NOW + (frame + 1) * 40_000L, 90_000) - Ticks.ofMicros(NOW + frame * 40_000L, 90_000);
            assertThat(step).isEqualTo(3_600);
        }
    }

    @Test
    void scale_anyTimeOf100000Years_isThatOfUnboundedNumbers() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong() >> 1 + random.nextInt(60);
            long rate = random.nextBoolean() ? 90_000 : 48_000;
            long ticks = floor(micros, rate, 1_000_000);
            assertThat(Ticks.ofMicros(micros, rate)).isEqualTo(ticks);
            assertThat(Ticks.toMicros(ticks, rate)).isEqualTo(floor(ticks, 1_000_000, rate));
        }
    }

    private static long floor(long value, long times, long by) {
        var product = BigInteger.valueOf(value).multiply(BigInteger.valueOf(times));
        var parts = product.divideAndRemainder(BigInteger.valueOf(by));
        return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
    }
}
