// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.health;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Whether one thread still runs tasks: it gets an empty one when it is asked for, and has some time for it. A thread that nobody asks
 * about is not woken. Thread: any; does not block.
 */
public final class Heartbeat {
    /** What an overloaded machine may take; whatever takes longer will not end. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private boolean asked;
    private long askedNanos;

    /**
     * Makes one.
     *
     * @param name of the thread
     * @param executor runs tasks on that thread
     */
    public Heartbeat(String name, Executor executor, LongSupplier nanoTime) {
        this.name = name;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** The thread's name. */
    public String name() {
        return name;
    }

    /** Whether the thread has run what it got when it was last asked, or has still time for it. */
    public synchronized boolean beats() {
        long now = nanoTime.getAsLong();
        if (!asked) {
            asked = true;
            askedNanos = now;
            try {
                executor.execute(this::beat);
            } catch (RejectedExecutionException e) {
                return false; // it takes nothing any more
            }
        }
        return !asked || now - askedNanos < PATIENCE.toNanos();
    }

    private synchronized void beat() {
        asked = false;
    }
}
