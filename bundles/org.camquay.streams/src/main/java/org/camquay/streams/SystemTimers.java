// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's time and the thread {@code timer}. Thread: any. */
final class SystemTimers implements Timers {
    private final InstantSource clock = InstantSource.system();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(
            1, task -> Workers.daemon(task, "timer"), new ThreadPoolExecutor.DiscardPolicy());

    SystemTimers() {
        scheduler.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Runnable schedule(Runnable task, long delayNanos) {
        var scheduled = scheduler.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    void close() {
        scheduler.shutdownNow();
    }
}
