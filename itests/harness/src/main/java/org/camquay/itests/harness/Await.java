// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what happens by itself, for a bounded time. */
public final class Await {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Await() {}

    /** Waits until the condition holds. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        value(what, limit, condition, held -> held);
    }

    /** Waits for a value that is as wanted, and returns it; the last one seen is in the failure's message. */
    public static <T> T value(String what, Duration limit, Callable<T> source, Predicate<T> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        Object last = null;
        do {
            try {
                T value = source.call();
                if (value != null && wanted.test(value)) {
                    return value;
                }
                last = value;
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
        throw new AssertionError(what + ": not within " + limit.toMillis() + " ms; last seen: " + last);
    }
}
