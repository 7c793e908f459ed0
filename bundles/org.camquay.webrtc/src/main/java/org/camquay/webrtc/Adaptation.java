// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.concurrent.TimeUnit;

/**
 * What a viewer gets whose path is smaller than the stream: key frames only ("thinned"), until the path takes all
 * again. Nothing is queued for it.
 */
final class Adaptation {
    /** So long a path must be too small before frames are left out: an estimate may dip for a moment. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(600);
    /** Frames that waited so long for the pacer show it too. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(300);

    /** The same where there is a smaller stream to go to. */
    private static final long SHORT_PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long SHORT_WAIT = TimeUnit.MILLISECONDS.toNanos(150);

    /** So long no key frame is sent, if a smaller stream will begin with one of its own. */
    private static final long WAIT_FOR_SMALLER = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** The same where an encoder is about to make less, or does: what a key frame holds up is soon caught up with. */
    private static final long LONG_PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private static final long LONG_WAIT = TimeUnit.SECONDS.toNanos(1);

    private static final double TOO_SMALL = 0.8;
    private static final double LARGE_ENOUGH = 1.1;
    private static final double PACE = 2.5;
    /** On a path whose limit is known, a key frame that came faster would only fill its queue. */
    private static final double LIMITED_PACE = 1.3;

    private static final double UNLIMITED_PACE = 1.5;
    /** A frame goes out in this time, where the path is not known to be too small for it. */
    private static final double SPREAD_SECONDS = 0.020;

    /** More viewers than this on one loop are many. */
    private static final int CROWD = 8;

    private final Bandwidth bandwidth;
    private boolean thinned;
    private boolean tooSmall;
    private boolean impatient;
    private boolean patient;
    private long tooSmallSince;
    private long thinnedAt;

    Adaptation(Bandwidth bandwidth) {
        this.bandwidth = bandwidth;
    }

    boolean thinned() {
        return thinned;
    }

    /** Whether there is a smaller stream that the viewer could get instead: less time is lost in doubt then. */
    void alternative(boolean there) {
        impatient = there;
    }

    /** Whether the encoder follows what this viewer can take. */
    void following(boolean does) {
        patient = does;
    }

    private long longest(long shorter, long usual, long longer) {
        return patient ? longer : impatient ? shorter : usual;
    }

    /** The viewer gets another stream. */
    void changed() {
        thinned = false;
        tooSmall = false;
    }

    /**
     * Decides at the beginning of a frame.
     *
     * @param stream bits a second of the stream, 0 when not known yet
     * @param waited how long, in nanoseconds, the frame has waited to be sent
     * @return whether it is to be sent
     */
    boolean takes(boolean key, long stream, long waited, long now) {
        if (thinned) {
            thinned = !key || bandwidth.target(now) < LARGE_ENOUGH * stream;
            boolean holdsUp = thinned && impatient && now - thinnedAt < WAIT_FOR_SMALLER;
            return key && !holdsUp;
        }
        return !judge(stream, waited, now) || key && !impatient;
    }

    /**
     * Whether a picture that is partly out is given up, since its rest would only hold up the smaller stream.
     *
     * @param waited how long, in nanoseconds, it has waited to be sent
     */
    boolean givesUp(long stream, long waited, long now) {
        // Twice the time of one not begun: a large key frame takes its time on a path that is just wide enough.
        return impatient && !thinned && judge(stream, waited / 2, now);
    }

    private boolean judge(long stream, long waited, long now) {
        boolean full = bandwidth.limited(now) && bandwidth.congested(now);
        boolean small = full && bandwidth.target(now) < TOO_SMALL * stream;
        if (small && !tooSmall) {
            tooSmallSince = now;
        }
        tooSmall = small;
        thinned = small && now - tooSmallSince > longest(SHORT_PATIENCE, PATIENCE, LONG_PATIENCE)
                || full && waited > longest(SHORT_WAIT, LONGEST_WAIT, LONG_WAIT);
        if (thinned) {
            tooSmall = false;
            thinnedAt = now;
        }
        return thinned;
    }

    /**
     * How fast a frame may go out, bits a second.
     *
     * @param frameBytes size of the frame, if it is to be spread over little time; 0 for one of a backlog
     * @param viewers those of the loop: where many watch, none gets a key frame faster than that, or the others wait
     */
    long pace(long stream, int frameBytes, int viewers, long now) {
        long target = bandwidth.target(now);
        if (target == Bandwidth.UNKNOWN) {
            target = org.camquay.webrtc.congestion.GoogleCongestionControl.INITIAL_BITRATE;
        }
        if (thinned) {
            return target;
        }
        if (bandwidth.limited(now)) {
            if (frameBytes == 0 && target >= stream) {
                return target; // a backlog lasts, and would fill the queue
            }
            // Where nothing queues up or is lost, a low estimate is not believed at once.
            boolean doubted = target < stream && !bandwidth.congested(now);
            return (long) (doubted ? UNLIMITED_PACE * stream : LIMITED_PACE * target);
        }
        double spread = frameBytes * 8 / SPREAD_SECONDS;
        double least = Math.max(UNLIMITED_PACE * stream, spread);
        if (spread == 0) {
            // Of a backlog there is enough to fill the queue of a path that takes little more than the stream.
            return (long) Math.max(UNLIMITED_PACE * target, least);
        }
        return (long) (viewers > CROWD ? least : Math.max(PACE * target, least));
    }
}
