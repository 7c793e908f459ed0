// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.concurrent.TimeUnit;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.camquay.rtp.rtcp.RtcpPacket;

/**
 * For a peer that says what it can take (REMB, draft-alvestrand-rmcat-remb-03), or sends receiver reports only. Such an
 * estimate hardly exceeds what arrives, so that from a smaller stream there would be no way back: now and then the better
 * one is sent as an attempt. It lasts as long as the estimate follows and little is lost. Receivers may be wrong: if the
 * estimate does not follow, but reports show neither loss nor delay, the attempt is believed instead.
 */
public final class ReportedEstimator implements BandwidthEstimator {
    /** What a receiver says of less is not believed: with nothing sent, nothing would ever show that it is wrong. */
    private static final long LEAST = 50_000;

    private static final long VALID = TimeUnit.SECONDS.toNanos(5);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(4);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);
    /** An estimate that does not grow so much in that time is meant as it is said. */
    private static final long CHECK = TimeUnit.SECONDS.toNanos(5);

    private static final double FOLLOWS = 1.1;
    private static final double MOST_LOST = 0.1;
    /** More than what streams are asked to leave free. */
    private static final double HEADROOM = 1.3;

    private static final double LITTLE_LOST = 0.02;
    private static final int GOOD_REPORTS = 3;
    /** A round trip so much longer than the shortest means a queue. */
    private static final long QUEUE = TimeUnit.MILLISECONDS.toNanos(150);
    /** RFC 3550 §6.3.5: a participant that was not heard for five intervals is gone. */
    private static final int INTERVALS = 5;

    private static final long LONGEST_INTERVAL = TimeUnit.SECONDS.toNanos(4);
    /** A habit, before which a silence means nothing. */
    private static final int REPORTS = 3;

    private static final long NEVER = Long.MIN_VALUE;

    private final Silence silence = new Silence();
    private long interval = TimeUnit.SECONDS.toNanos(1);
    private boolean heard;
    private long reportedAt = NEVER;
    private int reports;
    private long bitrate;
    private long estimatedAt = NEVER;
    /** What is attempted, 0 for nothing. */
    private long attempt;
    /** What got through without loss and delay, whatever the estimate says; 0 for nothing. */
    private long shown;

    private int goodReports;
    private long shortestRoundTrip = Long.MAX_VALUE;
    private long checkedAt;
    private long checked;
    private long pause = FIRST_PAUSE;
    private long due;
    private boolean armed;

    @Override
    public void sent(int number, int bytes, int probe, long now) {
        silence.sent(now);
    }

    @Override
    public void feedback(RtcpPacket packet, long now) {
        if (packet instanceof ReceiverEstimatedMaxBitrate estimate) {
            onEstimate(Math.max(LEAST, estimate.bitrate()), now);
        }
    }

    private void onEstimate(long newBitrate, long now) {
        heard = true;
        silence.heard();
        bitrate = newBitrate;
        estimatedAt = now;
        if (attempt == 0) {
            return;
        }
        if (bitrate >= attempt) {
            attempt = 0;
            pause = FIRST_PAUSE;
        } else if (now - checkedAt >= CHECK) {
            if (bitrate < FOLLOWS * checked) {
                judge(now);
            }
            checkedAt = now;
            checked = bitrate;
            goodReports = 0;
        }
    }

    private void judge(long now) {
        if (goodReports >= GOOD_REPORTS) {
            shown = attempt;
            attempt = 0;
            pause = FIRST_PAUSE;
        } else {
            fail(now);
        }
    }

    @Override
    public void report(double fractionLost, long roundTripNanos, long now) {
        heard = true;
        silence.heard();
        reports = Math.min(REPORTS, reports + 1);
        if (reportedAt != NEVER) {
            interval = Math.min(LONGEST_INTERVAL, Math.max(interval, now - reportedAt));
        }
        reportedAt = now;
        boolean queued = false;
        if (roundTripNanos >= 0) {
            shortestRoundTrip = Math.min(shortestRoundTrip, roundTripNanos);
            queued = roundTripNanos > shortestRoundTrip + QUEUE;
        }
        goodReports = fractionLost > LITTLE_LOST || queued ? Integer.MIN_VALUE : goodReports + 1;
        if (fractionLost > MOST_LOST || queued) {
            shown = 0;
        }
        if (attempt > 0 && fractionLost > MOST_LOST) {
            fail(now);
        }
    }

    private void fail(long now) {
        attempt = 0;
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
        due = now + pause;
    }

    /**
     * To be called often: an attempt may be made with what the viewer would get if the path took it.
     *
     * @param better 0 when it gets all there is
     */
    public void seek(long better, long now) {
        if (attempt > 0) {
            return;
        }
        if (better > 0 && !armed) {
            due = now + pause;
        } else if (better > 0 && now - due >= 0) {
            attempt = better;
            checked = bitrate;
            checkedAt = now;
            goodReports = 0;
        }
        armed = better > 0;
    }

    /** Whether the peer has said anything. */
    public boolean heard() {
        return heard;
    }

    @Override
    public PathState state(long now) {
        boolean estimated = estimatedAt != NEVER && now - estimatedAt < VALID;
        long target = estimated ? Math.max(bitrate, (long) (HEADROOM * Math.max(attempt, shown))) : PathState.UNKNOWN;
        boolean silent =
                reports == REPORTS && silence.is(INTERVALS * interval, now) && !silence.is(Silence.CONSENT, now);
        return new PathState(target, false, estimated, estimated, silent);
    }
}
