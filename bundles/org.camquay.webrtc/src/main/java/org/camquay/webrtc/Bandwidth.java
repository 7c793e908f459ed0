// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.TransportFeedback;
import org.camquay.webrtc.congestion.GoogleCongestionControl;

/**
 * What the path to one peer can take, shared by the connection's senders: the estimate, the pacer, and the numbers
 * that packets carry to find out. Rates are bits a second.
 */
final class Bandwidth {
    /** No limit is known. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** From here on a path counts as one with losses. */
    static final double USUAL_LOSS = 0.008;

    /** A peer that reports does so within this time. */
    private static final long FIRST_REPORT = TimeUnit.SECONDS.toNanos(1);

    private GoogleCongestionControl control = new GoogleCongestionControl();
    private final Pacer pacer = new Pacer();
    /** Whether the peer reports on packets, in one of two ways. */
    private boolean measured;

    private boolean byStreams;
    private int nextSequence = 1;
    private int probe;
    private int probes;
    private ReceiverEstimate estimate = new ReceiverEstimate();
    private boolean heard;
    private long firstSent = Long.MIN_VALUE;
    /** Only at the beginning; later receivers have the time to ask. */
    private ReportedLosses losses;

    /** What reports say is lost of that stream is told, at the beginning, by its number in the stream. */
    void onLost(long ssrc, IntConsumer resend) {
        if (measured) {
            losses = losses == null ? new ReportedLosses() : losses;
            losses.repair(ssrc, resend);
            control.onLost(losses::lost);
        }
    }

    /** All packets of the connection carry a transport-wide number, and the peer reports on them. */
    void useTransportWide() {
        measured = true;
    }

    /** The peer reports on all packets of the connection by their numbers in their streams (RFC 8888). */
    void useStreams() {
        measured = true;
        byStreams = true;
    }

    /** The way to the peer is another one, or there again after a time without: nothing is known of it. */
    void startAnew() {
        control = new GoogleCongestionControl();
        estimate = new ReceiverEstimate();
        if (losses != null) {
            control.onLost(losses::lost);
        }
    }

    Pacer pacer() {
        return pacer;
    }

    /** The transport-wide sequence number of the packet sent next. */
    int sequence() {
        return nextSequence;
    }

    /** A packet of a stream went out, with the current {@link #sequence}. */
    void sent(long ssrc, int streamSequence, int bytes, long now) {
        pacer.took(bytes);
        if (measured) {
            firstSent = firstSent == Long.MIN_VALUE ? now : firstSent;
            control.onSent(nextSequence, bytes, probe, now);
            if (losses != null) {
                losses.sent(nextSequence, ssrc, streamSequence);
            }
            if (byStreams) {
                control.onSentIn(ssrc, streamSequence, nextSequence);
            }
            nextSequence = nextSequence + 1 & 0xffff;
        }
    }

    /**
     * What is sent until {@link #endProbe} is a burst that shows what the path can take.
     *
     * @param deliberate whether it is sent for nothing else
     */
    void beginProbe(boolean deliberate) {
        probes = probes % 2_000 + 1;
        probe = 2 * probes - (deliberate ? 0 : 1);
    }

    void endProbe() {
        probe = 0;
    }

    void onFeedback(TransportFeedback feedback, long now) {
        heard = true;
        byStreams = false; // the times of both ways cannot be compared
        control.onFeedback(feedback, now);
        look();
    }

    private void look() {
        if (losses != null && control.lossKnown()) {
            losses = null;
            control.onLost(number -> {});
        }
    }

    /** RFC 8888. */
    void onFeedback(CongestionControlFeedback feedback, long now) {
        if (byStreams) {
            heard = true;
            control.onFeedback(feedback, now);
            look();
        }
    }

    /** REMB. */
    void onReceiverEstimate(long bitrate, long now) {
        estimate.onEstimate(bitrate, now);
        control.onReceiverEstimate(bitrate, now);
    }

    /** A receiver report; the fraction lost is 0 to 1. */
    void onReport(double fractionLost, long now) {
        estimate.onLoss(fractionLost, now);
    }

    /**
     * Where nothing is measured: an attempt may be made with what the viewer would get if the path took it.
     *
     * @param better 0 when it gets all there is
     */
    void seek(long better, long now) {
        estimate.seek(better, now);
    }

    /** To be called about once a second. */
    void onTick(long now) {
        if (measured) {
            control.onTick(now);
        }
    }

    /** Whether the peer reports on packets, so that the estimate is not merely what it gets now. */
    boolean measured() {
        return measured;
    }

    /** What may be sent; {@link #UNKNOWN} with a peer that gives no feedback of any kind. */
    long target(long now) {
        return measured ? control.targetBitrate(now) : estimate.target(now);
    }

    /** Whether the path has shown that limit; before, the target is a guess to begin with. */
    boolean limited(long now) {
        return measured ? control.limited(now) : target(now) != UNKNOWN;
    }

    /** Whether more is sent right now than gets through. */
    boolean congested(long now) {
        return !measured || control.congested(now);
    }

    /** What the path usually loses, 0 to 1; 0 when not known. */
    double usualLoss() {
        return control.usualLoss();
    }

    /** Whether packets are lost, though the path is not full; at the beginning one that was lost stands for more. */
    boolean lossy(long now) {
        boolean unheard = measured && !heard && now - firstSent < FIRST_REPORT;
        return (unheard || beginning() || control.usualLoss() > USUAL_LOSS) && !control.congested(now);
    }

    /** The shortest time until the peer reported on a packet; nanoseconds, 0 when not known. */
    long feedbackNanos() {
        return control.shortestFeedbackNanos();
    }

    /** Whether it is too early to tell what the path usually loses. */
    boolean beginning() {
        return measured && heard && !control.lossKnown();
    }

    /** W3C {@code availableOutgoingBitrate}; 0 when not known. */
    long available(long now) {
        long target = target(now);
        return target == UNKNOWN || measured && !heard ? 0 : target;
    }
}
