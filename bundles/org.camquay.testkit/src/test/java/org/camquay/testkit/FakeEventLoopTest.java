// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FakeEventLoopTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final List<String> log = new ArrayList<>();

    @Test
    void advance_overTimers_runsThemInOrderAtTheirTimes() {
        loop.schedule(() -> log.add("late " + loop.nanoTime()), 30);
        loop.schedule(
                () -> {
                    log.add("early " + loop.nanoTime());
                    loop.schedule(() -> log.add("chained " + loop.nanoTime()), 5);
                },
                10);
        loop.schedule(() -> log.add("never"), 20).cancel();
        loop.advance(Duration.ofNanos(40));
        assertThat(log).containsExactly("early 10", "chained 15", "late 30");
        assertThat(loop.nanoTime()).isEqualTo(40);
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void execute_nothing_runsBeforeItIsTold() {
        loop.execute(() -> log.add("ran " + loop.inLoop()));
        assertThat(log).isEmpty();
        assertThat(loop.inLoop()).isFalse();
        loop.run();
        assertThat(log).containsExactly("ran true");
    }
}
