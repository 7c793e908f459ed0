// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.camquay.api.net.EventLoop;

/**
 * An event loop on virtual time: nothing runs until {@link #run()} or {@link #advance}, and then in order, in the
 * caller's thread. Tasks may be handed in from any thread; one thread runs them.
 */
public final class FakeEventLoop implements EventLoop {
    private final FakeClock clock;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<FakeTimer> timers =
            new PriorityQueue<>(Comparator.comparingLong((FakeTimer t) -> t.due).thenComparingLong(t -> t.order));
    private long scheduled;
    private volatile Thread runner;

    public FakeEventLoop() {
        this(new FakeClock());
    }

    public FakeEventLoop(FakeClock clock) {
        this.clock = clock;
    }

    /** The clock it runs on. */
    public FakeClock clock() {
        return clock;
    }

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == runner;
    }

    /** Whatever the slack, at its time: nothing is saved by waiting here. */
    @Override
    public synchronized Timer schedule(Runnable task, long delayNanos, long slackNanos) {
        var timer = new FakeTimer(task, clock.nanoTime() + Math.max(0, delayNanos), scheduled++);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** Runs what is due now, and what follows from it at once. Returns how many tasks ran. */
    public int run() {
        Thread before = runner;
        runner = Thread.currentThread();
        try {
            int ran = 0;
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
                ran++;
            }
            return ran;
        } finally {
            runner = before;
        }
    }

    /** Runs a task in the loop, now, and what follows from it at once. */
    public void run(Runnable task) {
        execute(task);
        run();
    }

    /** Moves the clock on, stopping at each timer on the way. */
    public void advance(Duration by) {
        long target = clock.nanoTime() + by.toNanos();
        run();
        for (long due = nextDue(); due <= target; due = nextDue()) {
            clock.advanceTo(due);
            run();
        }
        clock.advanceTo(target);
        run();
    }

    /** How many timers wait. */
    public synchronized int pendingTimers() {
        return timers.size();
    }

    private synchronized long nextDue() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.peek().due;
    }

    private synchronized Runnable next() {
        if (tasks.isEmpty() && !timers.isEmpty() && timers.peek().due <= clock.nanoTime()) {
            return timers.poll().task;
        }
        return tasks.poll();
    }

    private final class FakeTimer implements Timer {
        private final Runnable task;
        private final long due;
        private final long order;

        FakeTimer(Runnable task, long due, long order) {
            this.task = task;
            this.due = due;
            this.order = order;
        }

        @Override
        public void cancel() {
            synchronized (FakeEventLoop.this) {
                timers.remove(this);
            }
        }
    }
}
