// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code rendezvous}, which owns everything but the sockets. Whatever a task throws ends neither the thread
 * nor the repetition of a timer.
 */
final class ServerLoop implements Executor, Timer {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        var thread = new Thread(task, "rendezvous");
        thread.setDaemon(true);
        return thread;
    });
    // loop only
    private long complainedNanos = System.nanoTime() - PAUSE_NANOS;
    private long unsaid;

    /** @throws RejectedExecutionException after {@link #shutdown()} */
    @Override
    public void execute(Runnable task) {
        executor.execute(() -> guarded(task));
    }

    @Override
    public void after(long nanos, Runnable task) {
        try {
            executor.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ignored) {
            // the server is going down, and its sockets with it
        }
    }

    /** Repeats a task once a second. */
    void everySecond(Runnable task) {
        executor.scheduleWithFixedDelay(() -> guarded(task), 1, 1, TimeUnit.SECONDS);
    }

    /** Ends after the tasks that wait already. */
    void shutdown() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.shutdown();
    }

    /** An {@link Error}, too: a stranger's message that overflows the stack must not end the server. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            complain(e);
        }
    }

    private void complain(Throwable cause) {
        try {
            unsaid++;
            if (System.nanoTime() - complainedNanos >= PAUSE_NANOS) {
                complainedNanos = System.nanoTime();
                LOG.error("handling a message or a timer failed: rendezvous ({} times)", unsaid, cause);
                unsaid = 0;
            }
        } catch (Throwable ignored) {
            // without memory for a line, too, the thread goes on
        }
    }
}
