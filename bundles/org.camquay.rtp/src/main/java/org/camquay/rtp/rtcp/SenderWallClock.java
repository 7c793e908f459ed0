// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

/**
 * Makes capture times of what a camera says about its own clock in its sender reports (RFC 3550 §6.4.1). One that is plausible is taken
 * as it is. One that is ahead of ours, or further behind than a picture can be under way, is set right so that the
 * quickest packet was captured when it came: then at least all tracks of the camera go by one clock without jitter.
 * Times in microseconds since 1970. Thread: one at a time.
 */
public final class SenderWallClock {
    /**
     * So long a frame may be under way. Less than the 2 s from which on senders no longer compare the capture times of a
     * group's streams, so that those of RTSP cameras always can be.
     */
    private static final long LONGEST_WAY = 1_800_000;

    private static final long PERIOD = 30_000_000;

    private long begun;
    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;

    /**
     * When a frame was captured.
     *
     * @param told when it was by the camera's clock
     * @param now when it came by ours
     */
    public long captured(long told, long now) {
        if (now - begun > PERIOD || now < begun) {
            begun = now;
            leastBefore = least;
            least = Long.MAX_VALUE;
        }
        least = Math.min(least, now - told);
        long shortest = Math.min(least, leastBefore);
        boolean plausible = shortest >= 0 && shortest <= LONGEST_WAY;
        return plausible ? told : told + shortest;
    }
}
