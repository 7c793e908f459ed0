// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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
    void select_throwsErrors_loopGoesOn() {
        var selector = new FailingSelector();
        try (var failing = new NetLoop("net-failing", 0, selector)) {
            Await.until(PATIENCE, "several failures", () -> selector.failures.get() > 3);
            var runs = new AtomicInteger();
            selector.failing = false;
            failing.execute(runs::incrementAndGet);
            failing.schedule(runs::incrementAndGet, 1_000_000);
            Await.until(PATIENCE, "a task and a timer", () -> runs.get() == 2);
        }
    }

    /** Looks at no channel, and fails as a class that cannot be loaded or a full heap would. */
    private static final class FailingSelector extends AbstractSelector {
        final AtomicInteger failures = new AtomicInteger();
        volatile boolean failing = true;

        FailingSelector() {
            super(SelectorProvider.provider());
        }

        private int fail() {
            if (failing) {
                throw failures.incrementAndGet() % 2 == 0
                        ? new NoClassDefFoundError("on purpose")
                        : new OutOfMemoryError("on purpose");
            }
            LockSupport.parkNanos(1_000_000);
            return 0;
        }

        @Override
        public int select(Consumer<SelectionKey> action, long timeout) {
            return fail();
        }

        @Override
        public int select(Consumer<SelectionKey> action) {
            return fail();
        }

        @Override
        public int selectNow(Consumer<SelectionKey> action) {
            return fail();
        }

        @Override
        public int select(long timeout) {
            return fail();
        }

        @Override
        public int select() {
            return fail();
        }

        @Override
        public int selectNow() {
            return fail();
        }

        @Override
        public Selector wakeup() {
            return this;
        }

        @Override
        public Set<SelectionKey> keys() {
            return Set.of();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return Set.of();
        }

        @Override
        protected void implCloseSelector() {}

        @Override
        protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
            throw new UnsupportedOperationException();
        }
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
