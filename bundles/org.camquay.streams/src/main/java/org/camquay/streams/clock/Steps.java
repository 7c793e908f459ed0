// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

/**
 * The last steps of a source's clock, as its tracks saw them: the tracks of a source step together, and are mended by the
 * same amount, so that they stay together to the sample. All times in microseconds. Thread: one at a time.
 */
final class Steps {
    private static final int MOST = 4;
    private static final long LIFE = 15_000_000;
    /** How far from where it is expected a frame may be by another track's step. */
    private static final long NEAR = 250_000;

    private final TrackClock[] by = new TrackClock[MOST];
    private final long[] amount = new long[MOST];
    private final long[] at = new long[MOST];
    private int next;

    /** A track saw, or thinks that it saw, a step: its times are to be moved by so much. */
    void add(TrackClock track, long moved, long now) {
        by[next] = track;
        amount[next] = moved;
        at[next] = now;
        next = (next + 1) % MOST;
    }

    /** By how much another track was moved, if that brings a track's time to where it is expected; 0 if not. */
    long matching(TrackClock track, long time, long expected, long now) {
        for (int i = 1; i <= MOST; i++) {
            int n = Math.floorMod(next - i, MOST);
            if (by[n] != null && by[n] != track && now - at[n] < LIFE && near(time + amount[n], expected)) {
                return amount[n];
            }
        }
        return 0;
    }

    /** Whether the source's clock stepped, perhaps, so that tracks may have come apart. */
    boolean lately(long now) {
        int n = Math.floorMod(next - 1, MOST);
        return by[n] != null && now - at[n] < LIFE;
    }

    private static boolean near(long time, long expected) {
        return Math.abs(time - expected) <= NEAR;
    }
}
