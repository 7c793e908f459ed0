// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

/**
 * The clock of pictures, and of sound that does not tell how long its packets last: how far frames are apart is learned.
 * All times in microseconds. Thread: one at a time.
 */
final class PictureClock extends TrackClock {
    private static final long USUAL_STEP = 40_000;
    private static final long LONGEST_STEP = 2_000_000;
    private static final int LEARNING = 16;
    private static final int SURE_AFTER = 4;
    /** A picture so little before the latest waits for its clock, instead of being taken for a step. */
    private static final long HOLD = 150_000;
    /** How far pictures that are not in output order may go back: 16 of them (ITU-T H.264 §A.3.1) at a usual rate. */
    private static final long REACH = 640_000;

    /** Arrival is this late on average, if it is 0 at the least. */
    private static final long USUAL_DELAY = 15_000;

    private static final int PULL = 8;
    private static final long LEAST_STEP = 1_000;
    /** So long pictures are watched before it is known how far they go back. */
    private static final long WATCH = 3_000_000;

    private boolean reordered;
    private double step = USUAL_STEP;
    private double arrivals = USUAL_STEP;
    private int learned;
    /** The latest time that the source told, and how many frames came since. */
    private long told;

    private int untold;
    /** The delay when times began to say nothing. */
    private long blindDelay;
    /** How far pictures have gone back, at the most, and since when that is known. */
    private long farthest;

    private long knownSince = Delays.NONE;

    PictureClock(Steps steps) {
        super(steps);
    }

    /** @param reordered whether times may go back as those of B-frames do */
    void reordered(boolean reordered) {
        this.reordered = reordered;
    }

    @Override
    long step() {
        return Math.round(step);
    }

    @Override
    boolean fits(long time, long next, long now) {
        if (time <= latest() - (reordered ? reach(now) : HOLD)) {
            return false;
        }
        return time <= next + slack(now) || permitted(time, next, now);
    }

    @Override
    long slack(long now) {
        return reordered ? SLACK + reach(now) / 2 : SLACK;
    }

    @Override
    long settle(long raw, long time, long next, long now) {
        if (reordered) {
            farthest = Math.max(farthest, latest() - time);
            return time;
        }
        return time > latest() ? time : latest() + Math.max(LEAST_STEP, Math.round(step / PULL));
    }

    private long reach(long now) {
        knownSince = Math.min(knownSince, now + WATCH);
        return now < knownSince ? REACH : Math.max(2 * farthest, farthest + HOLD);
    }

    @Override
    long join(long time, long expected) {
        return reordered ? time : Math.max(time, latest() + LEAST_STEP);
    }

    @Override
    long blindStep(int frames, long now) {
        if (frames < MOST_WITH_ONE_TIME) {
            blindDelay = delays().floor(now);
            return step();
        }
        long late = now - Math.round(latest() + arrivals) - blindDelay - USUAL_DELAY;
        return Math.round(Math.max(arrivals / PULL, Math.min(arrivals * 2, arrivals + (double) late / PULL)));
    }

    @Override
    void learn(long raw, long time, long length, long now) {
        if (isFirst()) {
            told = time;
            return;
        }
        untold++;
        arrivals = smoothed(arrivals, now - lastArrival());
        if (odd() == 0 && time > told) {
            learned = Math.min(LEARNING, learned + 1);
            step = smoothed(step, (time - told) / untold);
            told = time;
            untold = 0;
        }
    }

    private double smoothed(double value, long sample) {
        if (sample > LONGEST_STEP) {
            return value;
        }
        double most = learned < SURE_AFTER ? sample : Math.min(sample, value * 4);
        return Math.max(LEAST_STEP, value + (most - value) / Math.max(2, learned));
    }
}
