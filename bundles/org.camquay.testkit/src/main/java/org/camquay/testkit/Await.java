// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another thread does, with a bound and a reason. */
public final class Await {
    private static final long STEP_NANOS = 2_000_000;

    private Await() {}

    /**
     * Waits until a condition holds.
     *
     * @param reason what is waited for, for the failure's message
     * @throws AssertionError if it does not hold in time
     */
    public static void until(Duration timeout, String reason, BooleanSupplier condition) {
        if (!within(timeout, condition)) {
            throw new AssertionError("not within " + timeout.toMillis() + " ms: " + reason);
        }
    }

    /** Waits as {@link #until}, and returns whether the condition came to hold. */
    public static boolean within(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
