// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.camquay.api.stream.Subscription.UNLIMITED;

import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/**
 * What an encoder is told of the most that any reader can take. Each change costs a key frame with some encoders, so
 * small ones are left out, and those that come too soon wait. Thread: any.
 */
final class TargetBitrate {
    private static final long FALL = Duration.ofSeconds(1).toNanos();
    private static final long RISE = Duration.ofSeconds(3).toNanos();
    /** Smaller changes than these, in percent, are not worth it. */
    private static final int FALL_PERCENT = 15;

    private static final int RISE_PERCENT = 25;

    private final Timers timers;
    private final IntSupplier most;
    private final IntPredicate encoder;
    private int told = UNLIMITED;
    private boolean everTold;
    private long toldAt;
    private boolean waiting;
    private volatile boolean followed;

    /**
     * Makes one.
     *
     * @param most what readers can take now
     * @param encoder is told, without a lock; returns whether it follows
     */
    TargetBitrate(Timers timers, IntSupplier most, IntPredicate encoder) {
        this.timers = timers;
        this.most = most;
        this.encoder = encoder;
    }

    /** Looks whether the encoder is to be told something else. Returns whether it follows. */
    boolean update() {
        int next;
        synchronized (this) {
            next = most.getAsInt();
            if (!worthIt(next)) {
                return followed;
            }
            long pause = everTold ? (next > told ? RISE : FALL) - (timers.nanoTime() - toldAt) : 0;
            if (pause > 0) {
                if (!waiting) {
                    waiting = true;
                    timers.schedule(this::later, pause);
                }
                return followed;
            }
            told = next;
            toldAt = timers.nanoTime();
            everTold = true;
        }
        followed = encoder.test(next);
        return followed;
    }

    private boolean worthIt(int next) {
        if (next == UNLIMITED || told == UNLIMITED) {
            return next != told;
        }
        long more = (long) next - told;
        return more * 100 >= (long) told * RISE_PERCENT || -more * 100 >= (long) told * FALL_PERCENT;
    }

    private void later() {
        synchronized (this) {
            waiting = false;
        }
        update();
    }

    /** What it was told last. */
    synchronized int told() {
        return told;
    }

    /** There is a new encoder, which does not know. */
    void repeat() {
        int now = told();
        if (now != UNLIMITED) {
            followed = encoder.test(now);
        }
    }
}
