// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.time.InstantSource;

/**
 * Makes capture times of what a camera's sender reports say. A clock that is ahead of ours, or further behind than a picture can be
 * under way, is set right so that the quickest packet was captured when it came. Times in microseconds since 1970. Only on
 * one thread.
 */
final class WallClock {
    /** So long a frame may be under way; from 2 s on senders no longer compare capture times. */
    private static final long LONGEST_WAY = 1_800_000;

    private static final long PERIOD = 30_000_000;

    private final InstantSource ours;
    private long begun;
    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;

    WallClock(InstantSource ours) {
        this.ours = ours;
    }

    /** When a frame was captured that has just come, by what the camera says. */
    long captured(long told) {
        var instant = ours.instant();
        long now = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
        if (now - begun > PERIOD || now < begun) {
            begun = now;
            leastBefore = least;
            least = Long.MAX_VALUE;
        }
        least = Math.min(least, now - told);
        long shortest = Math.min(least, leastBefore);
        return shortest >= 0 && shortest <= LONGEST_WAY ? told : told + shortest;
    }
}
