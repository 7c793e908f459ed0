// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.camquay.rtp.rtcp.RtcpPacket;

/**
 * What the path to one peer can take, shared by the connection's senders: the estimate, the pacer, and the numbers that
 * packets carry to find out. Which of the three estimators counts depends on what the peer says, not on what it agreed to
 * say. Rates are bits a second. Thread: the connection's loop.
 */
public final class Bandwidth {
    /** No limit is known. */
    public static final long UNKNOWN = PathState.UNKNOWN;

    /** From here on a path counts as one with losses. */
    public static final double USUAL_LOSS = 0.008;

    /** A peer that reports does so within this time. */
    private static final long FIRST_REPORT = TimeUnit.SECONDS.toNanos(1);
    /** A peer that has not reported on packets by then never will. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private static final long NEVER = Long.MIN_VALUE;
    private static final BandwidthEstimator UNHEARD = new UnheardEstimator();

    private final Pacer pacer = new Pacer();
    /** Null if the peer does not report on packets. */
    private MeasuringEstimator measuring;

    private ReportedEstimator reported = new ReportedEstimator();
    private BandwidthEstimator current = UNHEARD;
    private boolean byStreams;
    private int nextSequence = 1;
    private int probe;
    private int probes;
    private long firstSent = NEVER;
    private long lastSent;
    private long pathNumber;
    /** Only at the beginning; later receivers have the time to ask. */
    private ReportedLosses losses;

    /** What reports say is lost of that stream is told, at the beginning, by its number in the stream. */
    public void onLost(long ssrc, IntConsumer resend) {
        if (measuring != null) {
            losses = losses == null ? new ReportedLosses() : losses;
            losses.repair(ssrc, resend);
            measuring.onLost(losses::lost);
        }
    }

    /** Packets carry a transport-wide number, and the peer agreed to report on them. */
    public void useTransportWide() {
        measuring = measuring == null ? new MeasuringEstimator() : measuring;
        current = measuring;
    }

    /** The peer agreed to report on packets by their numbers in their streams (RFC 8888). */
    public void useStreams() {
        useTransportWide();
        byStreams = true;
    }

    /**
     * There is a path, for the first time or again. If it is the same as before, what is known of it stays.
     *
     * @param pairChanges how often another pair of addresses was selected
     */
    public void onPath(long pairChanges) {
        if (pairChanges != pathNumber) {
            pathNumber = pairChanges;
            startAnew();
        }
    }

    private void startAnew() {
        reported = new ReportedEstimator();
        if (measuring != null) {
            measuring.startAnew();
        }
        choose(firstSent);
    }

    /** When packets may go out. */
    public Pacer pacer() {
        return pacer;
    }

    /** The transport-wide sequence number of the numbered packet sent next. */
    public int sequence() {
        return nextSequence;
    }

    /**
     * A packet of a stream went out.
     *
     * @param numbered whether the peer reports on packets of that stream; with the current {@link #sequence}
     */
    public void sent(boolean numbered, long ssrc, int streamSequence, int bytes, long now) {
        pacer.took(bytes);
        if (current != measuring) {
            current.sent(0, bytes, probe, now);
        }
        if (numbered && measuring != null) {
            firstSent = firstSent == NEVER ? now : firstSent;
            lastSent = now;
            measuring.sent(nextSequence, bytes, probe, now);
            if (losses != null) {
                losses.sent(nextSequence, ssrc, streamSequence);
            }
            if (byStreams) {
                measuring.sentIn(ssrc, streamSequence, nextSequence);
            }
            nextSequence = nextSequence + 1 & 0xffff;
        }
    }

    /**
     * What is sent until {@link #endProbe} is a burst that shows what the path can take.
     *
     * @param deliberate whether it is sent for nothing else
     */
    public void beginProbe(boolean deliberate) {
        probes = probes % 2_000 + 1;
        probe = 2 * probes - (deliberate ? 0 : 1);
    }

    /** The burst is over, or given up. */
    public void endProbe() {
        probe = 0;
    }

    /** The peer says something of what it receives. */
    public void onFeedback(RtcpPacket feedback, long now) {
        reported.feedback(feedback, now);
        if (measuring != null) {
            measuring.feedback(feedback, now);
            if (losses != null && measuring.control().lossKnown()) {
                losses = null;
                measuring.onLost(number -> {});
            }
        }
        choose(now);
    }

    /**
     * A receiver report.
     *
     * @param fractionLost 0 to 1
     * @param roundTripNanos -1 when not known
     * @param progress whether packets have arrived since the report before
     */
    public void onReport(double fractionLost, long roundTripNanos, boolean progress, long now) {
        reported.report(fractionLost, roundTripNanos, now);
        if (progress && measuring != null && measuring.broken(now)) {
            measuring.forgetHeard();
        }
        choose(now);
    }

    private void choose(long now) {
        boolean early = firstSent == NEVER || now - firstSent < PATIENCE;
        if (measuring != null && (measuring.heard() || early)) {
            current = measuring;
        } else {
            current = reported.heard() ? reported : UNHEARD;
        }
    }

    /**
     * Where nothing is measured: an attempt may be made with what the viewer would get if the path took it.
     *
     * @param better 0 when it gets all there is
     */
    public void seek(long better, long now) {
        reported.seek(better, now);
    }

    /** To be called about once a second. */
    public void onTick(long now) {
        current.tick(now);
        choose(now);
    }

    /** When the last packet was sent that the peer reports on. */
    public long lastReportable() {
        return lastSent;
    }

    /** What is known of the path. */
    public PathState state(long now) {
        return current.state(now);
    }

    /** Whether the peer reports on packets, so that the estimate is not merely what it gets now. */
    public boolean measured() {
        return current == measuring;
    }

    /** What may be sent; {@link #UNKNOWN} with a peer that gives no feedback of any kind. */
    public long target(long now) {
        return state(now).target();
    }

    /** Whether the path has shown that limit; before, the target is a guess to begin with. */
    public boolean limited(long now) {
        return state(now).limited();
    }

    /** Whether more is sent right now than gets through. */
    public boolean congested(long now) {
        return state(now).congested();
    }

    /** When the first packet was sent of which nothing was heard; only while the path is silent. */
    public long silentSince() {
        return measured() ? measuring.silentSince() : NEVER;
    }

    private GoogleCongestionControl control() {
        return measured() ? measuring.control() : null;
    }

    /** What the path usually loses, 0 to 1; 0 when not known. */
    public double usualLoss() {
        var control = control();
        return control == null ? 0 : control.usualLoss();
    }

    /** Whether packets are lost, though the path is not full; at the beginning one that was lost stands for more. */
    public boolean lossy(long now) {
        boolean unheard = measured() && !measuring.heard() && now - firstSent < FIRST_REPORT;
        return (unheard || beginning() || usualLoss() > USUAL_LOSS) && !congested(now);
    }

    /** The shortest time until the peer reported on a packet; nanoseconds, 0 when not known. */
    public long feedbackNanos() {
        var control = control();
        return control == null ? 0 : control.shortestFeedbackNanos();
    }

    /** Whether it is too early to tell what the path usually loses. */
    public boolean beginning() {
        return measured() && measuring.heard() && !measuring.control().lossKnown();
    }

    /** W3C {@code availableOutgoingBitrate}; 0 when not known. */
    public long available(long now) {
        long target = target(now);
        return target == UNKNOWN || measured() && !measuring.heard() ? 0 : target;
    }
}
