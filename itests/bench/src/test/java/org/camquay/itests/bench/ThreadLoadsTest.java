// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadLoadsTest {
    @ParameterizedTest
    @CsvSource({
        "net-0, net",
        "net-17, net",
        "capture-cam0, capture",
        "C2 CompilerThre, compilers",
        "C1 CompilerThre, compilers",
        "GC Thread#1, GC",
        "42, 42"
    })
    void group_threadName_isWhatItSharesWithItsLike(String name, String group) {
        assertThat(ThreadLoads.group(name)).isEqualTo(group);
    }

    @Test
    void between_threadThatSleepsOften_hasItsWakeupsAndItsTime() throws Exception {
        long pid = ProcessHandle.current().pid();
        var before = ThreadLoads.Moment.now(pid);
        var thread = new Thread(ThreadLoadsTest::sleepOften, "sleeper-1");
        thread.start();
        ThreadLoads loads = null;
        // It is still there at the second moment.
        while (thread.isAlive() && (loads == null || loads.of("sleeper").wakeups() == 0)) {
            loads = ThreadLoads.between(before, ThreadLoads.Moment.now(pid));
        }
        thread.interrupt();
        thread.join();
        assertThat(loads.of("sleeper").wakeups()).isPositive();
        assertThat(loads.of("sleeper").cpu()).isPositive().isLessThanOrEqualTo(loads.cpu());
        assertThat(loads.of("nobody").wakeups()).isZero();
    }

    private static void sleepOften() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void between_processWithoutCompilers_hasNone() throws IOException {
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ThreadLoads.Moment.now(process.pid()).has(ThreadLoads.COMPILERS))
                    .isFalse();
        } finally {
            process.destroy();
        }
    }

    @Test
    void median_oneWindowWithACompilation_doesNotCountForAll() {
        var quiet = new ThreadLoads(5, Map.of("net", new ThreadLoads.Load(10, 100)));
        var busy = new ThreadLoads(
                5, Map.of("net", new ThreadLoads.Load(12, 100), ThreadLoads.COMPILERS, new ThreadLoads.Load(500, 20)));
        var median = ThreadLoads.median(List.of(quiet, busy, quiet));
        assertThat(median.cpu()).isCloseTo(10, within(0.01));
        assertThat(median.wakeups()).isCloseTo(100, within(0.01));
    }

    @Test
    void resultMedian_evenAndOddCounts_isInTheMiddle() {
        assertThat(Result.median(DoubleStream.of(3, 1, 2))).isEqualTo(2);
        assertThat(Result.median(DoubleStream.of(4, 1, 2, 3))).isEqualTo(2.5);
        assertThat(Result.median(DoubleStream.empty())).isZero();
    }
}
