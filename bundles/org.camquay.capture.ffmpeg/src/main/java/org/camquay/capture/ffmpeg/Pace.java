// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Plays a recording in real time: each packet waits for its decoding time. */
final class Pace {
    /** Later than this, as after the machine slept, playing goes on from here instead of catching up. */
    private static final long LATE_NANOS = 1_000_000_000;

    private final LongSupplier nanoTime;
    private boolean begun;
    private long start;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Waits until {@code micros} on the source's clock, or until the watch is canceled. */
    void await(long micros, Watch watch) {
        long now = nanoTime.getAsLong();
        if (!begun || now - (start + micros * 1000) > LATE_NANOS) {
            begun = true;
            start = now - micros * 1000;
        }
        long due = start + micros * 1000;
        while (!watch.canceled() && due - nanoTime.getAsLong() > 0) {
            LockSupport.parkNanos(this, due - nanoTime.getAsLong());
        }
    }
}
