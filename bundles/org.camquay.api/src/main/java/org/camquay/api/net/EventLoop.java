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

    /** The slack, in nanoseconds, of what goes out with the next picture: reports, requests for consent. */
    long SLACK = 100_000_000;

    /** Runs a task later on this loop, without slack. */
    default Timer schedule(Runnable task, long delayNanos) {
        return schedule(task, delayNanos, 0);
    }

    /**
     * Runs a task later on this loop.
     *
     * @param slackNanos how much later it may run, so that it runs when the loop is awake for something else: an idle
     *     processor that wakes for every small thing costs more than the thing
     */
    Timer schedule(Runnable task, long delayNanos, long slackNanos);

    /** The loop's clock, in nanoseconds from an arbitrary point. */
    long nanoTime();

    /** A task that was scheduled. */
    @ProviderType
    interface Timer {
        /** Takes it back if it did not run yet. Idempotent. */
        void cancel();
    }
}
