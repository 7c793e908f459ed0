// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.camquay.rtp.rtcp.RtcpPacket;
import org.camquay.rtp.rtcp.TransportFeedback;

/**
 * For a peer that reports on packets: by transport-wide numbers (draft-holmer-rmcat-transport-wide-cc-extensions-01), or
 * stream by stream (RFC 8888). A silence is a state of its own, and changes no estimate: what was lost meanwhile says
 * nothing of what the path takes when it is there.
 */
public final class MeasuringEstimator implements BandwidthEstimator {
    /** A path may be gone for 0.4 s, and reports may come 100 ms apart, before anything is changed. */
    private static final long LEAST_SILENCE = TimeUnit.MILLISECONDS.toNanos(550);
    /** Even a full queue does not delay a report for so long beyond the round trip. */
    private static final long MOST_SILENCE = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final int ROUND_TRIPS = 2;
    /** What a receiver report says of the time before a silence has come by then. */
    private static final long NO_MORE_REPORTS = TimeUnit.SECONDS.toNanos(3);

    private GoogleCongestionControl control = new GoogleCongestionControl();
    private final Silence silence = new Silence();
    private IntConsumer onLost = number -> {};
    /** Transport-wide reports have ended those by streams: the times of both cannot be compared. */
    private boolean transportWide;

    private boolean heard;

    /** Tells, after each report, which packets it was the first to miss, by their numbers. */
    public void onLost(IntConsumer listener) {
        onLost = listener;
        control.onLost(listener);
    }

    @Override
    public void sent(int number, int bytes, int probe, long now) {
        silence.sent(now);
        control.onSent(number, bytes, probe, now);
    }

    /** The packet sent last has that number in its stream: for a peer that reports by streams. */
    public void sentIn(long ssrc, int streamSequence, int number) {
        if (!transportWide) {
            control.onSentIn(ssrc, streamSequence, number);
        }
    }

    @Override
    public void feedback(RtcpPacket packet, long now) {
        if (packet instanceof TransportFeedback feedback) {
            transportWide = true;
            take(now, () -> control.onFeedback(feedback, now));
        } else if (packet instanceof CongestionControlFeedback feedback && !transportWide) {
            take(now, () -> control.onFeedback(feedback, now));
        } else if (packet instanceof ReceiverEstimatedMaxBitrate estimate) {
            control.onReceiverEstimate(estimate.bitrate(), now);
        }
    }

    private void take(long now, BooleanSupplier arrivals) {
        double before = control.targetBitrate(now);
        boolean wasSilent = silent(now);
        heard = true;
        if (arrivals.getAsBoolean()) {
            if (wasSilent) {
                control = control.resumed(before, silence.since(), now);
            }
            silence.heard();
        }
    }

    /** The way to the peer is another one: nothing is known of it. */
    public void startAnew() {
        control = new GoogleCongestionControl();
        control.onLost(onLost);
        silence.heard();
    }

    /** Whether the peer has reported on packets, as it agreed to. */
    public boolean heard() {
        return heard;
    }

    @Override
    public void tick(long now) {
        if (heard && silence.is(Silence.CONSENT, now)) {
            forgetHeard();
        }
    }

    /** Whether the silence has lasted so long that, if packets do arrive, the peer has ended its reports. */
    public boolean broken(long now) {
        return silent(now) && now - silence.since() > NO_MORE_REPORTS;
    }

    /** It has. */
    public void forgetHeard() {
        heard = false;
        silence.heard();
    }

    private boolean silent(long now) {
        long longest = LEAST_SILENCE + ROUND_TRIPS * control.feedbackDelayNanos();
        return heard && silence.is(Math.min(MOST_SILENCE, longest), now);
    }

    /** When the first packet was sent of which nothing was heard; only while {@link PathState#silent}. */
    public long silentSince() {
        return silence.since();
    }

    @Override
    public PathState state(long now) {
        return new PathState(control.targetBitrate(now), true, control.limited(now), control.congested(), silent(now));
    }

    /** What was measured, beyond the state. */
    public GoogleCongestionControl control() {
        return control;
    }
}
