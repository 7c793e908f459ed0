// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long MILLIS = 1_000_000;
    private static final long LONGEST = 600 * MILLIS;

    private final Silence silence = new Silence();
    private long now = 3_600_000 * MILLIS;

    /** Sends each 40 ms; returns after how many milliseconds it is silent. */
    private long sendUntilSilent() {
        long begin = now;
        while (!silence.is(LONGEST, now)) {
            silence.sent(now);
            now += 40 * MILLIS;
        }
        return (now - begin) / MILLIS;
    }

    @Test
    void nothingHeard_isSilentAfterThatTime_untilSomethingIsHeard() {
        assertThat(sendUntilSilent()).isEqualTo(640);
        silence.heard();
        assertThat(silence.is(LONGEST, now)).isFalse();
        assertThat(sendUntilSilent()).isEqualTo(640);
    }

    @Test
    void nothingSent_isNotSilent() {
        assertThat(silence.is(LONGEST, now + 1_000 * LONGEST)).isFalse();
        silence.sent(now);
        silence.heard();
        assertThat(silence.is(LONGEST, now + 1_000 * LONGEST)).isFalse();
    }

    @Test
    void thisSideWasAsleep_whatWasSaidMeanwhileIsReadFirst() {
        silence.sent(now);
        now += 5_000 * MILLIS;
        assertThat(silence.is(LONGEST, now)).isFalse();
        silence.sent(now);
        assertThat(sendUntilSilent()).isBetween(300L, 500L);
    }
}
