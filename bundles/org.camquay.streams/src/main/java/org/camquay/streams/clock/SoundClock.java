// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

/**
 * The clock of sound whose packets tell how long they last: time advances by what is in them, to the sample, and follows the
 * source where packets are missing. What the source's times say otherwise is averaged; if it comes to more than
 * {@link #TOLERANCE}, arrival decides whether samples are missing or the clock is wrong. All times in microseconds. Thread:
 * one at a time.
 */
final class SoundClock extends TrackClock {
    static final long TOLERANCE = 30_000;

    private static final long LARGEST_BACK = 60_000;
    private static final long LEAST_GAP = 12_000;
    /** A gap that is longer is followed at once; a shorter one after so many packets, since it may be one odd time. */
    private static final long CLEAR_GAP = 60_000;

    private static final int SURE_AFTER = 3;
    private static final int SMOOTHING = 16;

    private long length;
    /** By how much the source's times are ahead of what was in the packets, on average. */
    private double ahead;

    private int late;
    private boolean agreed;
    private long agreedDelay;

    /** By how much it was moved in all, since the source's times and what is in the packets did not agree. */
    private long corrected;

    SoundClock(Steps steps) {
        super(steps);
    }

    long corrected() {
        return corrected;
    }

    @Override
    long step() {
        return length;
    }

    @Override
    boolean fits(long time, long next, long now) {
        long off = time - next;
        return off >= -Math.max(LARGEST_BACK, length) && (off <= slack(now) || permitted(time, next, now));
    }

    @Override
    long slack(long now) {
        return Math.max(SLACK, length + length / 2);
    }

    @Override
    long settle(long raw, long time, long next, long now) {
        double off = time - next - ahead;
        if (off >= Math.max(LEAST_GAP, 0.75 * length)) {
            late++;
            if (off < CLEAR_GAP && late < SURE_AFTER) {
                return next;
            }
            late = 0;
            return next + gap(Math.round(off));
        }
        late = 0;
        ahead += off / SMOOTHING;
        return Math.abs(ahead) > TOLERANCE ? next + decide(now) : next;
    }

    /** Whole packets, if it is near that. */
    private long gap(long off) {
        if (length == 0) {
            return off;
        }
        long whole = Math.round((double) off / length) * length;
        return Math.abs(off - whole) <= length / 4 ? whole : off;
    }

    private long decide(long now) {
        long recent = delays().recent(now);
        boolean missing = agreed && ahead > 0 && recent - agreedDelay > ahead / 2;
        long missed = missing ? Math.round(ahead) : 0;
        if (!missing) {
            long moved = -Math.round(ahead);
            move(moved);
            corrected += moved;
        }
        ahead = 0;
        agreed = true;
        agreedDelay = recent - missed;
        return missed;
    }

    @Override
    long join(long time, long expected) {
        ahead = 0;
        return expected;
    }

    @Override
    long blindStep(int frames, long now) {
        return length;
    }

    @Override
    void learn(long raw, long time, long length, long now) {
        if (length > 0) {
            this.length = length;
        }
        if (!agreed && delays().olderFloor(now) != Delays.NONE) {
            agreed = true;
            agreedDelay = delays().recent(now);
        }
    }
}
