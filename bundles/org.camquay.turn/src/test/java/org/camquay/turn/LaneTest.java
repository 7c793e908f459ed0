// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.Test;

class LaneTest {
    @Test
    void sweep_failsWithAnError_comesAgainAndSoDoTheOthers() throws IOException {
        var failed = new AtomicInteger();
        var others = new AtomicInteger();
        try (var lane = new Lane("turn-test", System::nanoTime)) {
            lane.execute(() -> {
                lane.sweep(now -> {
                    failed.incrementAndGet();
                    throw new StackOverflowError("on purpose");
                });
                lane.sweep(now -> others.incrementAndGet());
            });
            Await.until(Duration.ofSeconds(20), "the third time of both", () -> failed.get() >= 3 && others.get() >= 3);
        }
    }
}
