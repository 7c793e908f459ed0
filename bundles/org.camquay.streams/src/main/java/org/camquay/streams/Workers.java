// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads {@code work-<n>}, on which sources are opened and closed. A camera that does not answer holds a thread until
 * its time limit, so there is one for each that is being opened, up to a bound that only hundreds of dead ones reach: no
 * camera waits for another. Thread: any.
 */
final class Workers implements Executor {
    private static final int MOST_THREADS = 256;
    private static final long GRACE_MILLIS = 2000;

    private final AtomicInteger count = new AtomicInteger();
    private final Waiting waiting = new Waiting();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            30,
            TimeUnit.SECONDS,
            waiting,
            task -> daemon(task, "work-" + count.incrementAndGet()),
            (task, full) -> waiting.add(task, full));

    /** Takes a task only if there is an idle thread for it; the pool then makes another thread, while it may. */
    private final class Waiting extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return pool.getActiveCount() + size() < pool.getPoolSize() && super.offer(task);
        }

        /** Every thread is busy. */
        private void add(Runnable task, ThreadPoolExecutor full) {
            if (!full.isShutdown()) {
                super.offer(task);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Lets what runs finish, and interrupts it when it takes too long. */
    void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
