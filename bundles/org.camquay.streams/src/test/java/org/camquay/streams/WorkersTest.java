// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final long PATIENCE_SECONDS = 20;

    private final Workers workers = new Workers();
    private final CountDownLatch answered = new CountDownLatch(1);

    @AfterEach
    void close() {
        answered.countDown();
        workers.close();
    }

    private void waitForACamera() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void execute_manyCamerasDoNotAnswer_othersAreOpenedMeanwhile() {
        for (int i = 0; i < 64; i++) {
            workers.execute(this::waitForACamera);
        }
        var opened = CompletableFuture.runAsync(() -> {}, workers);
        assertThat(opened).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void execute_moreThanThereAreThreads_allRunInTheEnd() throws Exception {
        int tasks = 600;
        var ran = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            workers.execute(() -> {
                waitForACamera();
                ran.countDown();
            });
        }
        answered.countDown();
        assertThat(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
