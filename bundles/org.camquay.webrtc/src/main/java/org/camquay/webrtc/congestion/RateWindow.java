// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/** Bits a second over the last half second. Times are milliseconds, of any one clock. */
final class RateWindow {
    private static final int BUCKETS = 25;
    private static final long BUCKET = 20;

    private final long[] bytes = new long[BUCKETS];
    private long newest = Long.MIN_VALUE;
    private long oldest;
    private long sum;

    void add(double time, int size) {
        move((long) Math.floor(time / BUCKET));
        bytes[Math.floorMod(newest, BUCKETS)] += size;
        sum += size;
    }

    /** Drops what is too old; bytes that come late count as new. */
    private void move(long bucket) {
        if (newest == Long.MIN_VALUE || bucket - newest >= 10 * BUCKETS) {
            java.util.Arrays.fill(bytes, 0);
            sum = 0;
            newest = bucket;
            oldest = bucket;
        }
        while (newest < bucket) {
            newest++;
            int slot = Math.floorMod(newest, BUCKETS);
            sum -= bytes[slot];
            bytes[slot] = 0;
        }
        oldest = Math.max(oldest, newest - BUCKETS + 1);
    }

    /** Whether there is enough to go by. */
    boolean known() {
        return newest != Long.MIN_VALUE && newest - oldest >= BUCKETS / 2;
    }

    double bitsPerSecond(double time) {
        if (newest == Long.MIN_VALUE) {
            return 0;
        }
        move(Math.max(newest, (long) Math.floor(time / BUCKET)));
        return sum * 8_000.0 / ((newest - oldest + 1) * BUCKET);
    }
}
