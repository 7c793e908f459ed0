// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyFrameDemandTest {
    private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(50);

    private final KeyFrameDemand demand = new KeyFrameDemand(SendTuning.DEFAULT.asking());
    private long now = TimeUnit.HOURS.toNanos(1);

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private boolean asks() {
        return demand.passes(ROUND_TRIP, now);
    }

    @Test
    void passes_flood_twoInTenSeconds_andFewerAndFewer() {
        List<Integer> passed = new ArrayList<>();
        for (int milli = 0; milli < 100_000; milli++) {
            if (asks()) {
                passed.add(milli);
            }
            pass(1);
        }
        assertThat(passed).containsExactly(0, 300, 10_000, 30_000, 70_000);
    }

    @Test
    void passes_nowAndThen_always() {
        for (int i = 0; i < 20; i++) {
            assertThat(asks()).isTrue();
            pass(11_000);
        }
    }

    @Test
    void passes_afterAFlood_atOnceAgain() {
        for (int i = 0; i < 100; i++) {
            asks();
            pass(400);
        }
        pass(10_000);
        assertThat(asks()).isTrue();
        pass(400);
        assertThat(asks()).isTrue();
    }

    @Test
    void passes_keyFrameJustSent_theRequestWasOlder() {
        demand.sent(now);
        pass(80);
        assertThat(asks()).isFalse();
        pass(100);
        assertThat(asks()).as("that one was lost, too").isTrue();
    }
}
