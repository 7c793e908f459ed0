// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when FFmpeg is to give up what it waits for: at a deadline, or when the source is closed. Thread: any. */
final class Watch {
    private final LongSupplier nanoTime;
    private volatile long deadline;
    private volatile boolean canceled;
    private volatile boolean lastWords;

    Watch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        deadline = nanoTime.getAsLong();
    }

    /** Gives what follows that much time. */
    void allow(Duration time) {
        allow(nanos(time));
    }

    /** The same in nanoseconds. */
    void allow(long nanos) {
        deadline = nanoTime.getAsLong() + nanos;
    }

    /** Nanoseconds of a duration, which may be as long as it likes. */
    static long nanos(Duration time) {
        return time.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : Math.max(0, time.toNanos());
    }

    void cancel() {
        canceled = true;
    }

    boolean canceled() {
        return canceled;
    }

    /** Whether the deadline has passed. */
    boolean expired() {
        return nanoTime.getAsLong() - deadline > 0;
    }

    /** Lets a canceled source say good-bye to its camera, in that much time. */
    void allowLastWords(Duration time) {
        allow(time);
        lastWords = true;
    }

    void endLastWords() {
        lastWords = false;
    }

    boolean mustStop() {
        return canceled && !lastWords || expired();
    }
}
