// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.time.Duration;

/** How a server is emptied: so many at a time that the last is gone after half of the time there is. Pure. */
final class Draining {
    /** Spread wide enough for any number of participants. */
    private static final long MOST_NANOS = Duration.ofMinutes(5).toNanos();

    private final long endNanos;

    /**
     * Begins.
     *
     * @param within after which the server stops
     */
    Draining(long nowNanos, Duration within) {
        // those who were sent away have the other half to settle elsewhere, and what is live to end
        endNanos = nowNanos + Math.min(within.dividedBy(2).toNanos(), MOST_NANOS);
    }

    /**
     * How many are to be sent away now.
     *
     * @param present how many are still there
     * @param tickNanos until this is asked again
     */
    int due(int present, long nowNanos, long tickNanos) {
        long ticks = Math.max(1, (endNanos - nowNanos) / tickNanos);
        return (int) ((present + ticks - 1) / ticks);
    }
}
