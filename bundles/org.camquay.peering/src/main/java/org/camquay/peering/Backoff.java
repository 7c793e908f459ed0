// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Growing, jittered pauses, so that many devices do not come back to a server at once. They grow with the time that the server was
 * away: a device is back within some two thirds of it.
 */
final class Backoff {
    private static final double FIRST = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double GROWTH = 1.5;
    private static final double MOST = TimeUnit.SECONDS.toNanos(30);
    private static final double MOST_ASKED = TimeUnit.MINUTES.toNanos(5);
    private static final double JITTER = 0.4;

    private final DoubleSupplier random;
    private double next = FIRST;

    /** @param random from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The pause before the next attempt, in nanoseconds: half as long again each time, up to 30 s, 40 % more or less.
     *
     * @param atLeast what the server asks for; at most five minutes of it count
     */
    long next(Duration atLeast) {
        double pause = next * (1 - JITTER + 2 * JITTER * random.getAsDouble());
        next = Math.min(next * GROWTH, MOST);
        double asked = Math.min(Math.max(0, atLeast.toSeconds()) * 1e9, MOST_ASKED);
        return (long) Math.max(pause, asked * (1 + JITTER * random.getAsDouble()));
    }

    void reset() {
        next = FIRST;
    }
}
