// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.camquay.gate.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandThreadsTest {
    private final CommandThreads threads = new CommandThreads(2, 3, 2);
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void close() {
        open.countDown();
        threads.close();
    }

    private void await() {
        try {
            open.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void execute_tooManyOfOneAddress_is429AndOthersRun() {
        assertThat(threads.execute("a", this::await)).isEmpty();
        assertThat(threads.execute("a", this::await)).isEmpty();
        assertThat(threads.execute("a", this::await)).map(Refusal::status).hasValue(429);
        assertThat(threads.execute("b", this::await)).isEmpty();
    }

    @Test
    void execute_allTaken_is503AndGoesOnLater() throws Exception {
        for (String address : new String[] {"a", "b", "c", "d", "e"}) {
            assertThat(threads.execute(address, this::await)).isEmpty();
        }
        assertThat(threads.execute("f", this::await)).map(Refusal::status).hasValue(503);
        open.countDown();
        var ran = new CountDownLatch(1);
        while (threads.execute("f", ran::countDown).isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void execute_commandFails_givesItsTurnBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            var ran = new CountDownLatch(1);
            while (threads.execute("a", () -> {
                        ran.countDown();
                        throw new IllegalStateException("on purpose");
                    })
                    .isPresent()) {
                Thread.onSpinWait();
            }
            assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
