// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = -7;
    private final Throttle throttle = new Throttle(now);

    @Test
    void viewers_whoComeTogether_areHeardAtOnce() {
        for (int i = 0; i < 2000; i++) {
            assertThat(throttle.heard(1000, now)).isZero();
        }
    }

    @Test
    void flood_ofMessages_isReadAtFiveHundredASecond() {
        var heard = 0;
        var end = now + 60 * SECOND;
        while (now < end) {
            now += throttle.heard(20, now);
            heard++;
        }
        assertThat(heard).isBetween(31_000, 33_000);
    }

    @Test
    void flood_ofCharacters_isReadAtAMebibyteASecond() {
        var heard = 0L;
        var end = now + 60 * SECOND;
        while (now < end) {
            now += throttle.heard(100_000, now);
            heard += 100_000;
        }
        assertThat(heard).isBetween(60L << 20, 66L << 20);
    }
}
