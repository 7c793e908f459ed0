// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

import org.camquay.api.media.MediaFrame;

/**
 * When frames were captured, by one clock for all tracks of a source that does not step: browsers put sound beside pictures
 * by it. It follows what the source tells by half a percent at most. All times in microseconds. Thread: one at a time.
 */
final class CaptureTimes {
    private static final long SLOWNESS = 200;

    private boolean known;
    private long ahead;
    private long last;

    /** When the frame was captured that was given this time. */
    long of(long told, long time, long now) {
        if (told == MediaFrame.UNKNOWN_TIME) {
            return told;
        }
        if (known) {
            long most = Math.max(0, now - last) / SLOWNESS;
            ahead += Math.max(-most, Math.min(most, told - time - ahead));
        } else {
            known = true;
            ahead = told - time;
        }
        last = now;
        return time + ahead;
    }
}
