// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told to. Begins at 2026-01-01T00:00Z. Thread: any. */
public final class FakeClock implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private volatile long nanos;

    /** Nanoseconds since it was made. */
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(nanos);
    }

    /** Moves it on. */
    public void advance(Duration by) {
        advanceTo(nanos + by.toNanos());
    }

    void advanceTo(long nanoTime) {
        nanos = Math.max(nanos, nanoTime);
    }
}
