// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One thread {@code net-<n>} with its sockets. A viewer is pinned to one loop, and everything of that viewer is touched
 * only there: no locks. Tasks must not block. Thread: any, for all methods.
 */
@ProviderType
public interface EventLoop extends Executor {
    /** Whether the caller runs on this loop. */
    boolean inLoop();

    /** Runs a task later on this loop. */
    Timer schedule(Runnable task, long delayNanos);

    /**
     * As {@link #schedule(Runnable, long)}, but up to {@code toleranceNanos} later, when the loop is awake for something
     * else: an idle processor that wakes for every small thing costs more than the thing.
     */
    default Timer schedule(Runnable task, long delayNanos, long toleranceNanos) {
        return schedule(task, delayNanos);
    }

    /** The loop's clock, in nanoseconds from an arbitrary point. */
    long nanoTime();

    /** A task that was scheduled. */
    @ProviderType
    interface Timer {
        /** Takes it back if it did not run yet. Idempotent. */
        void cancel();
    }
}
