// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.net.EventLoop;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NetLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private NetLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = new NetLoop("net-test");
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void execute_fromManyThreads_runsAllOnTheLoopInEachOnesOrder() throws InterruptedException {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        var wrongThread = new AtomicInteger();
        var done = new CountDownLatch(4 * 1000);
        for (int t = 0; t < 4; t++) {
            int first = t * 1000;
            new Thread(() -> {
                        for (int i = 0; i < 1000; i++) {
                            int number = first + i;
                            loop.execute(() -> {
                                seen.add(number);
                                wrongThread.addAndGet(loop.inLoop() ? 0 : 1);
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wrongThread).hasValue(0);
        assertThat(seen.stream().filter(number -> number < 1000)).isSorted().hasSize(1000);
    }

    @Test
    void schedule_severalDelays_runsInOrderAndNotEarly() {
        List<String> order;
        long begin;
        do {
            var each = new CopyOnWriteArrayList<String>();
            order = each;
            begin = loop.nanoTime();
            loop.schedule(() -> each.add("third"), 60_000_000);
            loop.schedule(() -> each.add("second"), 30_000_000);
            loop.schedule(() -> each.add("first"), 0);
            // a thread that was preempted between two of these asks for another order
        } while (loop.nanoTime() - begin > 20_000_000);
        var ran = order;
        Await.until(PATIENCE, "all timers", () -> ran.size() == 3);
        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(loop.nanoTime() - begin).isGreaterThanOrEqualTo(60_000_000L);
    }

    @Test
    void schedule_canceled_doesNotRun() {
        var runs = new AtomicInteger();
        EventLoop.Timer timer = loop.schedule(runs::incrementAndGet, 20_000_000);
        timer.cancel();
        timer.cancel();
        var later = new CountDownLatch(1);
        loop.schedule(later::countDown, 60_000_000);
        Await.until(PATIENCE, "the later timer", () -> later.getCount() == 0);
        assertThat(runs).hasValue(0);
    }

    @Test
    void task_throws_loopGoesOn() {
        var runs = new AtomicInteger();
        loop.execute(() -> {
            throw new IllegalStateException("a test's task that fails on purpose");
        });
        loop.execute(() -> {
            throw new AssertionError("a test's task that fails on purpose");
        });
        loop.execute(runs::incrementAndGet);
        Await.until(PATIENCE, "the task behind", () -> runs.get() == 1);
    }

    @Test
    void loop_idleWithTimer_takesNoTime() {
        var threads = ManagementFactory.getThreadMXBean();
        var id = new long[1];
        var known = new CountDownLatch(1);
        loop.execute(() -> {
            id[0] = Thread.currentThread().getId();
            known.countDown();
        });
        Await.until(PATIENCE, "the loop's thread", () -> known.getCount() == 0);
        long before = threads.getThreadCpuTime(id[0]);
        var over = new CountDownLatch(1);
        loop.schedule(over::countDown, 400_000_000);
        Await.until(PATIENCE, "the timer", () -> over.getCount() == 0);
        assertThat(threads.getThreadCpuTime(id[0]) - before).isLessThan(150_000_000L);
    }

    @Test
    void close_withTasks_runsThemAndEnds() {
        var runs = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            loop.execute(runs::incrementAndGet);
        }
        loop.close();
        assertThat(runs).hasValue(100);
        loop.execute(runs::incrementAndGet);
        loop.close();
        assertThat(runs).hasValue(100);
    }

    @Test
    void schedule_manyThatAreCancelled_areLetGoBeforeTheyAreDue() throws InterruptedException {
        var done = new CountDownLatch(1);
        var most = new AtomicInteger();
        loop.execute(() -> {
            for (int i = 0; i < 10_000; i++) {
                loop.schedule(() -> {}, TimeUnit.HOURS.toNanos(1)).cancel();
                most.set(Math.max(most.get(), loop.timers()));
            }
            done.countDown();
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValueLessThan(200);
    }

    @Test
    void schedule_withSlack_runsWithWhatWakesTheLoopNext() {
        List<String> order = new CopyOnWriteArrayList<>();
        loop.execute(() -> {
            loop.schedule(() -> order.add("slack"), 10_000_000, TimeUnit.SECONDS.toNanos(100));
            loop.schedule(() -> order.add("exact"), 40_000_000);
        });
        Await.until(PATIENCE, "both timers", () -> order.size() == 2);
        assertThat(order).containsExactly("exact", "slack");
    }

    @Test
    void schedule_withSlackAlone_runsInTheEnd() {
        var runs = new AtomicInteger();
        loop.schedule(runs::incrementAndGet, 10_000_000, 30_000_000);
        Await.until(PATIENCE, "the timer", () -> runs.get() == 1);
    }

    @Test
    void loops_nextWithRoom_fillsTheFirstThenSpreads() throws IOException {
        var loops = new NetLoops(config(2, 2));
        try {
            var first = loops.first();
            var second = List.of(loops.next(), loops.next(), loops.next()).get(2);
            assertThat(second).isNotSameAs(first);
            assertThat(loops.next()).isSameAs(second);
            assertThat(loops.next()).isSameAs(first);
            loops.release(first);
            loops.release(first);
            assertThat(loops.next()).isSameAs(first);
            loops.release(loop);
        } finally {
            loops.close();
        }
    }

    private static NetLoops.Config config(int loops, int viewersPerLoop) {
        return new NetLoops.Config() {
            @Override
            public int loops() {
                return loops;
            }

            @Override
            public int viewersPerLoop() {
                return viewersPerLoop;
            }

            @Override
            public Class<NetLoops.Config> annotationType() {
                return NetLoops.Config.class;
            }
        };
    }

    @Test
    void loops_nextWithoutRoom_takesTurns() throws IOException {
        var loops = new NetLoops(2);
        try {
            var first = loops.next();
            assertThat(loops.next()).isNotSameAs(first);
            assertThat(loops.next()).isSameAs(first);
        } finally {
            loops.close();
        }
    }
}
