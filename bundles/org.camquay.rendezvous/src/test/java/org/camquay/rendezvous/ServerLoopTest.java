// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerLoopTest {
    @Test
    void task_fails_theThreadAndTheTimerGoOn() throws Exception {
        var loop = new ServerLoop();
        var runs = new CountDownLatch(3);
        var deep = new AtomicInteger();
        loop.everySecond(() -> {
            runs.countDown();
            throw new StackOverflowError("as a stranger's message might");
        });
        loop.execute(() -> {
            throw new AssertionError("an error");
        });
        loop.after(1, deep::incrementAndGet);
        assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(deep).hasValue(1);
        loop.shutdown();
        loop.after(1, deep::incrementAndGet);
    }
}
