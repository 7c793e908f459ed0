// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

import java.util.Arrays;

/**
 * How late the frames of a track came by their times, at the least: of the last ten seconds, since what a network or a
 * reader holds back comes late, and nothing comes early. All times in microseconds. Thread: one at a time.
 */
final class Delays {
    static final long NONE = Long.MAX_VALUE;

    private static final long SLOT = 500_000;
    private static final int SLOTS = 20;
    /** What is so new shows how late frames come now, not how late they always come. */
    private static final int NEW_SLOTS = 2;

    private final long[] least = new long[SLOTS];
    private final long[] most = new long[SLOTS];
    private long slot = Long.MIN_VALUE;

    Delays() {
        Arrays.fill(least, NONE);
        Arrays.fill(most, -NONE);
    }

    /** A frame came, so late. */
    void add(long now, long delay) {
        move(now);
        int at = at(slot);
        least[at] = Math.min(least[at], delay);
        most[at] = Math.max(most[at], delay);
    }

    /** The least delay known, {@link #NONE} before the first frame. */
    long floor(long now) {
        return least(now, 0);
    }

    /** The least delay of what is not new, {@link #NONE} if there is nothing. */
    long olderFloor(long now) {
        return least(now, NEW_SLOTS);
    }

    /** How much later than others some frames came: what a network or reader has held back before. */
    long spread(long now) {
        long floor = floor(now);
        long largest = -NONE;
        for (long each : most) {
            largest = Math.max(largest, each);
        }
        return floor == NONE ? 0 : largest - floor;
    }

    /** The least delay of half a second to a second. */
    long recent(long now) {
        move(now);
        return Math.min(least[at(slot)], least[at(slot - 1)]);
    }

    private long least(long now, int from) {
        move(now);
        long result = NONE;
        for (int i = from; i < SLOTS; i++) {
            result = Math.min(result, least[at(slot - i)]);
        }
        return result;
    }

    private void move(long now) {
        long next = Math.floorDiv(now, SLOT);
        long from = slot == Long.MIN_VALUE ? next : Math.max(slot, next - SLOTS);
        for (long i = from + 1; i <= next; i++) {
            least[at(i)] = NONE;
            most[at(i)] = -NONE;
        }
        slot = Math.max(slot, next);
    }

    private static int at(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }
}
