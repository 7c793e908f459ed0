// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** A few threads {@code work-<n>} for what blocks: names to look up, certificates to check. Thread: any. */
@Component(service = WorkThreads.class)
public final class WorkThreads implements Executor, AutoCloseable {
    private static final int THREADS = 4;
    private static final int QUEUE = 512;

    private final ThreadPoolExecutor pool;

    @Activate
    public WorkThreads() {
        var number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    var thread = new Thread(task, "work-net-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Refuses with {@link java.util.concurrent.RejectedExecutionException} what is too much. */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @Override
    @Deactivate
    public void close() {
        pool.shutdownNow();
    }
}
