// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Growing, jittered pauses, so that many devices do not come back to a server at once. */
final class Backoff {
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MOST = TimeUnit.SECONDS.toNanos(30);
    private static final long PERMANENT = TimeUnit.SECONDS.toNanos(20);
    private static final long MOST_PERMANENT = TimeUnit.MINUTES.toNanos(5);

    private int attempts;

    /**
     * The pause before the next attempt, in nanoseconds: doubled each time, 25 % more or less.
     *
     * @param permanent whether the server said that trying again soon is useless
     */
    long next(boolean permanent) {
        long first = permanent ? PERMANENT : FIRST;
        long pause = Math.min(first << Math.min(attempts++, 16), permanent ? MOST_PERMANENT : MOST);
        return (long) (pause * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
    }

    void reset() {
        attempts = 0;
    }
}
