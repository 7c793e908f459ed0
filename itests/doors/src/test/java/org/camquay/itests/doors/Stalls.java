// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** How long this machine keeps a thread waiting that wants to run: nobody is to blame for that. Thread: any. */
final class Stalls implements AutoCloseable {
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AtomicLong longest = new AtomicLong();
    private final Thread thread = new Thread(this::watch, "stalls");
    private volatile boolean ended;

    Stalls() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        for (long before = System.nanoTime(); !ended; ) {
            LockSupport.parkNanos(NAP_NANOS);
            long now = System.nanoTime();
            longest.accumulateAndGet(now - before - NAP_NANOS, Math::max);
            before = now;
        }
    }

    /** In milliseconds. */
    double longest() {
        return longest.get() / 1e6;
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
    }
}
