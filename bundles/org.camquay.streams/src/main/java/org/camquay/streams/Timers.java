// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Instant;

/** Time as this bundle sees it; tests bring their own. Thread: any. */
interface Timers {
    /** Nanoseconds from an arbitrary point. */
    long nanoTime();

    /** Now. */
    Instant instant();

    /** Runs a short task later, on a thread that must not be held up. Returns how to take it back. */
    Runnable schedule(Runnable task, long delayNanos);
}
