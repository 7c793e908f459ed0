// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.concurrent.TimeUnit;

/**
 * When the frames of one kind came from a source, and so how long they may stay away. A source that is slow by nature
 * (one picture in ten seconds) is known by its rhythm, or before that by the frame rate that its format tells. Times are
 * in nanoseconds of any one clock. Thread: any.
 */
final class Rhythm {
    private static final int GAPS_TO_KNOW = 3;
    /** How many usual pauses are silence. */
    private static final int PAUSES = 3;
    /** The share of a new gap in the usual one. */
    private static final double SHARE = 0.25;

    private double frameRate;
    private boolean announced;
    private long arrived;
    private long usable;
    private long firstUsable;
    private long lastUsable;
    private long lastArrived;
    private double usualGap;

    /** There is a track of this kind; {@code framesPerSecond} is 0 when not known. */
    synchronized void announce(double framesPerSecond) {
        announced = true;
        frameRate = framesPerSecond;
    }

    synchronized boolean announced() {
        return announced;
    }

    /** A frame came; {@code readable} if it is of use to readers, which a delta frame before any key frame is not. */
    synchronized void arrived(long now, boolean readable) {
        arrived++;
        lastArrived = now;
        if (!readable) {
            return;
        }
        if (usable == 0) {
            firstUsable = now;
        } else {
            double gap = now - lastUsable;
            usualGap = usable == 1 ? gap : usualGap + SHARE * (gap - usualGap);
        }
        usable++;
        lastUsable = now;
    }

    /** Whether a frame came that readers can use. */
    synchronized boolean flows() {
        return usable > 0;
    }

    /** How many frames came, of use or not. */
    synchronized long count() {
        return arrived;
    }

    /** Whether enough came to know what pauses are usual. */
    synchronized boolean known() {
        return usable > GAPS_TO_KNOW;
    }

    /** How long no usable frame has come, at most since {@code begin}. */
    synchronized long quiet(long begin, long now) {
        return now - (usable > 0 ? Math.max(begin, lastUsable) : begin);
    }

    /** How long no frame at all has come, at most since {@code begin}. */
    synchronized long still(long begin, long now) {
        return now - (arrived > 0 ? Math.max(begin, lastArrived) : begin);
    }

    /** From the first to the last usable frame. */
    synchronized long lived() {
        return lastUsable - firstUsable;
    }

    /**
     * How long its frames may stay away.
     *
     * @param timeout of a source whose frames come often
     * @param patience times the timeout while no rhythm is known
     */
    synchronized long limit(long timeout, int patience) {
        if (known()) {
            return Math.max(timeout, (long) (PAUSES * usualGap));
        }
        double told = frameRate > 0 ? PAUSES * TimeUnit.SECONDS.toNanos(1) / frameRate : 0;
        return Math.max(timeout, Math.min((long) told, timeout * Delivery.MOST_PATIENCE)) * patience;
    }
}
