// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.concurrent.TimeUnit;

/**
 * What a peer that does not report on packets says it can take (REMB, draft-alvestrand-rmcat-remb-03). Such an estimate
 * hardly exceeds what arrives, so that from a smaller stream there would be no way back: now and then the better one is
 * sent as an attempt, which lasts as long as the estimate follows and little is lost. Rates are bits a second.
 */
final class ReceiverEstimate {
    private static final long VALID = TimeUnit.SECONDS.toNanos(5);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(4);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);
    /** An estimate that does not grow so much in that time is meant as it is said. */
    private static final long CHECK = TimeUnit.SECONDS.toNanos(5);

    private static final double FOLLOWS = 1.1;
    private static final double MOST_LOST = 0.1;
    /** More than what streams are asked to leave free. */
    private static final double HEADROOM = 1.3;

    private long bitrate;
    private long heardAt;
    private boolean heard;
    /** What is attempted, 0 for nothing. */
    private long attempt;

    private long checkedAt;
    private long checked;
    private long pause = FIRST_PAUSE;
    private long due;
    private boolean armed;

    /** The peer says so. */
    void onEstimate(long newBitrate, long now) {
        bitrate = newBitrate;
        heardAt = now;
        heard = true;
        if (attempt == 0) {
            return;
        }
        if (bitrate >= attempt) {
            attempt = 0;
            pause = FIRST_PAUSE;
        } else if (now - checkedAt >= CHECK) {
            if (bitrate < FOLLOWS * checked) {
                fail(now);
            }
            checkedAt = now;
            checked = bitrate;
        }
    }

    /** The peer says how much it misses since it said so last; 0 to 1. */
    void onLoss(double fraction, long now) {
        if (attempt > 0 && fraction > MOST_LOST) {
            fail(now);
        }
    }

    private void fail(long now) {
        attempt = 0;
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
        due = now + pause;
    }

    /**
     * To be called often.
     *
     * @param better what the viewer would get if the path took it; 0 when it gets all there is
     */
    void seek(long better, long now) {
        if (attempt > 0) {
            return;
        }
        if (better > 0 && !armed) {
            due = now + pause;
        } else if (better > 0 && now - due >= 0) {
            attempt = better;
            checked = bitrate;
            checkedAt = now;
        }
        armed = better > 0;
    }

    /** What may be sent; {@link Bandwidth#UNKNOWN} when nothing was said of late. */
    long target(long now) {
        if (!heard || now - heardAt >= VALID) {
            return Bandwidth.UNKNOWN;
        }
        return Math.max(bitrate, (long) (HEADROOM * attempt));
    }
}
