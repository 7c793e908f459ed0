// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.gate.Refusal;
import org.camquay.gate.body.Turns;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The threads {@code command-<n>}: a command may wait for a camera or a server, and must not keep the threads of the HTTP
 * server from others meanwhile. Thread: any.
 */
@Component(service = CommandThreads.class)
public final class CommandThreads {
    private static final int THREADS = 16;
    private static final int QUEUE = 64;
    private static final int OF_ONE_ADDRESS = 8;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final ThreadPoolExecutor pool;
    private final Turns turns;

    /** With the limits of the product. */
    @Activate
    public CommandThreads() {
        this(THREADS, QUEUE, OF_ONE_ADDRESS);
    }

    CommandThreads(int threads, int queue, int ofOneAddress) {
        var number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), task -> {
                    var thread = new Thread(task, "command-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        turns = new Turns(ofOneAddress);
    }

    /**
     * Runs a command of that address as soon as a thread is free.
     *
     * @return why it will not run; empty if it will
     */
    Optional<Refusal> execute(String address, Runnable command) {
        if (!turns.enter(address)) {
            return Optional.of(new Refusal(
                    TOO_MANY, "this address has too many commands under way: wait until one of them is done"));
        }
        try {
            pool.execute(() -> {
                try {
                    command.run();
                } finally {
                    turns.leave(address);
                }
            });
            return Optional.empty();
        } catch (RejectedExecutionException e) {
            turns.leave(address);
            return Optional.of(new Refusal(UNAVAILABLE, "too many commands are waiting: try again later"));
        }
    }

    /** Those under way are interrupted; their callers hear nothing more. */
    @Deactivate
    void close() {
        pool.shutdownNow();
    }
}
