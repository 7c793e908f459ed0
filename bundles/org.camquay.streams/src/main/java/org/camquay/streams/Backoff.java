// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses between attempts: doubled each time up to a bound, and jittered so that cameras do not return in step. */
final class Backoff {
    private static final double JITTER = 0.25;
    private static final int MOST_DOUBLINGS = 20;

    private final DoubleSupplier random;
    private int failures;

    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** The pause before the next attempt. */
    Duration next(Settings settings) {
        double pause = settings.firstPause().toMillis() * Math.pow(2, Math.min(failures++, MOST_DOUBLINGS));
        double bounded = Math.min(pause, settings.longestPause().toMillis());
        return Duration.ofMillis(Math.round(bounded * (1 - JITTER + 2 * JITTER * random.getAsDouble())));
    }

    /** Whether there was no failure since the last reset. */
    boolean fresh() {
        return failures == 0;
    }

    void reset() {
        failures = 0;
    }
}
