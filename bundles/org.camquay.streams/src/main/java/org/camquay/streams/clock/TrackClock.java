// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

/**
 * Where the frames of one track belong. A time that follows the one before, or that arrival shows too, is believed. Any other
 * is put where it is expected; the next frame tells whether the clock has stepped (it follows the odd one) or one frame
 * was odd (it does not). So no frame is held back. All times in microseconds. Thread: one at a time.
 */
abstract class TrackClock {
    /** Arrival is no better witness than this. */
    static final long SLACK = 80_000;

    /** How much may be missing in what comes all at once, before it is known how late frames come. */
    private static final long LARGEST_HOLE = 3_000_000;

    private static final long SAME_FLOOR = 30_000;
    private static final long PAUSE = 60_000;
    /** Frames that are less apart share one time. */
    private static final long LEAST_DISTANCE = 1_000;

    /** So many frames that share one time are of a careless clock; more are of one that stands still. */
    static final int MOST_WITH_ONE_TIME = 8;

    private static final double SMOOTHING = 0.25;

    private final Steps steps;
    private final Delays delays = new Delays();
    private long offset;
    private long candidate;
    private boolean hasCandidate;
    /** Whether the last frame came after a hole that arrival does not show. */
    private boolean doubts;
    /** How many frames in a row had times that say nothing. */
    private int odd;

    private double arrivalPace;
    private double timePace;
    /** The latest time that was given, of any frame. */
    private long latest;

    private long lastRaw;
    private long lastArrival;
    private boolean first = true;

    TrackClock(Steps steps) {
        this.steps = steps;
    }

    long offset() {
        return offset;
    }

    long latest() {
        return latest;
    }

    /** Whether the frame that is looked at is the first one. */
    boolean isFirst() {
        return first;
    }

    /** How many frames in a row had times that say nothing. */
    int odd() {
        return odd;
    }

    long lastArrival() {
        return lastArrival;
    }

    Delays delays() {
        return delays;
    }

    /** The first frame: from now on times are moved by so much. */
    long begin(long raw, long moved, long length, long now) {
        offset = moved;
        latest = raw + moved;
        lastArrival = now;
        return gave(raw, raw + moved, length, now);
    }

    /**
     * Returns where a frame belongs.
     *
     * @param raw its time by the source
     * @param length how long it lasts by its own account, 0 if it does not tell
     * @param now when it came
     */
    final long place(long raw, long length, long now) {
        // Some make times rise by force.
        if (raw >= lastRaw && raw - lastRaw < LEAST_DISTANCE) {
            odd++;
            return gave(raw, odd < MOST_WITH_ONE_TIME ? latest + blindStep(odd, now) : expected(now), length, now);
        }
        long next = latest + step();
        if (fits(raw + offset, next, now)) {
            if (doubtful(raw, raw + offset, next, now)) {
                return gave(raw, expected(now), length, now);
            }
            doubts = false;
            hasCandidate = false;
            odd = 0;
            return gave(raw, settle(raw, raw + offset, next, now), length, now);
        }
        long expected = expected(now);
        long shared = steps.matching(this, raw + offset, expected, now);
        if (shared != 0) {
            offset += shared;
            hasCandidate = false;
            odd = 0;
            return gave(raw, join(raw + offset, expected), length, now);
        }
        if (hasCandidate && fits(raw + candidate, next, now)) {
            offset = candidate;
            hasCandidate = false;
            odd = 0;
            return gave(raw, settle(raw, raw + offset, next, now), length, now);
        }
        hasCandidate = true;
        doubts = false;
        odd++;
        candidate = expected - raw;
        steps.add(this, candidate - offset, now);
        return gave(raw, expected, length, now);
    }

    /** How far the next frame is from the latest, if all is well. */
    abstract long step();

    /** How much later than expected a time may be without arrival as a witness. */
    abstract long slack(long now);

    /** Whether a time can be believed, if {@code next} is expected. */
    abstract boolean fits(long time, long next, long now);

    /** Where a frame belongs whose time is believed. */
    abstract long settle(long raw, long time, long next, long now);

    /** Where a frame belongs whose clock has stepped with that of another track. */
    abstract long join(long time, long expected);

    /** A frame was put there. */
    abstract void learn(long raw, long time, long length, long now);

    /** How far the next frame is from the latest, after so many whose times say nothing. */
    abstract long blindStep(int frames, long now);

    /** From now on the source's times mean so much more. */
    final void move(long micros) {
        offset += micros;
    }

    /**
     * Whether a hole in the source's times is to be seen by a second frame, since arrival does not show it, only does not
     * contradict: frames come late now.
     */
    private boolean doubtful(long raw, long time, long next, long now) {
        if (time <= next + slack(now) || now - lastArrival >= (time - latest) / 2) {
            return false;
        }
        boolean second = doubts && raw > lastRaw && raw - lastRaw < Math.max(SLACK, 3 * step());
        doubts = !second;
        return doubts;
    }

    /** Where a frame is expected whose time says nothing. */
    private long expected(long now) {
        long step = step();
        long since = now - lastArrival;
        // What is held back now and then is no pause.
        boolean pause = since > 2 * step && since > step + PAUSE && delays.spread(now) < since / 2;
        return latest + (pause ? since : blindStep(odd, now));
    }

    /** Whether a frame with that time can have come now: nothing comes earlier than what came with the least delay. */
    final boolean permitted(long time, long next, long now) {
        long delay = now - time;
        long before = lastArrival - latest;
        long known = delays.olderFloor(now);
        if (known != Delays.NONE && before >= known - SAME_FLOOR) {
            return delay >= known - SLACK;
        }
        // A cache or a network that catches up: it is not known yet how late frames come.
        if (arrivalPace < timePace / 2) {
            return time - next <= LARGEST_HOLE;
        }
        return delay >= before - SLACK;
    }

    private long gave(long raw, long time, long length, long now) {
        arrivalPace += SMOOTHING * (now - lastArrival - arrivalPace);
        timePace += SMOOTHING * (time - latest - timePace);
        learn(raw, time, length, now);
        first = false;
        delays.add(now, now - time);
        latest = Math.max(latest, time);
        lastRaw = raw;
        lastArrival = now;
        return time;
    }
}
