// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.TransportFeedback;

/**
 * Estimates what the path to one peer can take, from when packets were sent and when they arrived: Google congestion
 * control (draft-ietf-rmcat-gcc-02), its sender-side form. A pure state machine: it is told all times.
 *
 * <p>Times handed in are nanoseconds of one clock, rates are bits a second.
 */
public final class GoogleCongestionControl {
    /** What is assumed before anything is known. */
    public static final long INITIAL_BITRATE = 2_500_000;

    private static final double LEAST = 50_000;
    private static final double MOST = 200_000_000;
    private static final double NANOS = 1e6;
    private static final double MICROS = 1e3;
    private static final double LIMITED = 10_000;
    /** A queue of this length is no burst of our own. */
    private static final double STANDING = 100;

    private static final double LOSSY = 0.08;
    private static final double FORGET = 0.002;
    private static final double REMB_VALID = 5_000;
    /** After that, in nanoseconds, the path may well be another one. */
    private static final long LONG_SILENCE = 10_000_000_000L;

    private static final int OFFSET_BITS = 14;
    private static final int OFFSET = (1 << OFFSET_BITS) - 1;

    private final SentPackets packets = new SentPackets();
    private final StreamNumbers streams = new StreamNumbers();
    private final Trendline trendline = new Trendline();
    private final PacketGroups groups = new PacketGroups(trendline::update);
    private final ArrivalClock clock;
    private final DelayControl delay;
    private final LossControl loss;
    private final Probes probes = new Probes();
    private final LossGap gap = new LossGap();
    /** Of what has arrived: how fast it was sent, and how fast it came. */
    private final RateWindow sent = new RateWindow();

    private final RateWindow acked = new RateWindow();
    private double lastArrival;
    private double lastAckedSent;
    private double roundTrip = 100;
    private double shortest = Double.MAX_VALUE;
    private double receiverEstimate = Double.POSITIVE_INFINITY;
    private double receiverEstimateAt;
    private int reported;
    private int missing;
    private boolean heeded;
    private double probed;
    private long newest;
    private IntConsumer onLost = number -> {};
    private IntStream.Builder lost;

    /** Of a path of which nothing is known. */
    public GoogleCongestionControl() {
        clock = new ArrivalClock();
        delay = new DelayControl(INITIAL_BITRATE, LEAST, MOST);
        loss = new LossControl(LEAST);
    }

    private GoogleCongestionControl(GoogleCongestionControl before, double rate, boolean limited, double now) {
        clock = before.clock;
        delay = new DelayControl(rate, LEAST, MOST);
        loss = new LossControl(LEAST, before.loss);
        roundTrip = before.shortest == Double.MAX_VALUE ? before.roundTrip : before.shortest;
        shortest = before.shortest;
        receiverEstimate = before.receiverEstimate;
        receiverEstimateAt = before.receiverEstimateAt;
        onLost = before.onLost;
        if (limited) {
            delay.limited(now);
        }
    }

    /**
     * Goes on with the same path after a time in which nothing came through. Neither what was lost nor what came late counts.
     *
     * @param rate what was to be sent before
     * @param since when that time began
     */
    GoogleCongestionControl resumed(double rate, long since, long now) {
        double guess = now - since < LONG_SILENCE ? rate : Math.min(rate, INITIAL_BITRATE);
        return new GoogleCongestionControl(this, Math.max(LEAST, guess), limited(since), now / NANOS);
    }

    /** Tells, after each report, which packets it was the first to miss, by their transport-wide numbers. */
    public void onLost(IntConsumer listener) {
        onLost = listener;
    }

    /**
     * A packet went out.
     *
     * @param sequence its transport-wide number, one more than that of the packet before
     * @param probe the burst it belongs to, 0 for none; even for one that has no other purpose than to probe, and may
     *     therefore fill a queue for a moment
     */
    public void onSent(int sequence, int bytes, int probe, long now) {
        packets.add(sequence, bytes, probe, now);
    }

    /** The packet sent last has that number in its stream: for a peer that reports by streams. */
    public void onSentIn(long ssrc, int streamSequence, int sequence) {
        streams.add(ssrc, streamSequence, sequence);
    }

    /** What the peer says has arrived. Returns whether a packet has of which it was not known. */
    public boolean onFeedback(TransportFeedback feedback, long now) {
        begin();
        double arrival = clock.reference(feedback);
        int[] deltas = feedback.deltas();
        for (int i = 0; i < deltas.length; i++) {
            boolean arrived = deltas[i] != TransportFeedback.LOST;
            arrival += arrived ? deltas[i] * TransportFeedback.DELTA_MICROS / MICROS : 0;
            report(packets.find(feedback.baseSequence() + i & 0xffff), arrived, arrival);
        }
        return end(now / NANOS);
    }

    /** The same, stream by stream (RFC 8888). */
    public boolean onFeedback(CongestionControlFeedback feedback, long now) {
        begin();
        double time = clock.time(feedback);
        // in the order of sending, which is not that of the streams
        for (long entry : entries(feedback)) {
            int offset = (int) (entry & OFFSET) - 1;
            double before = offset * 1e3 / CongestionControlFeedback.OFFSET_RATE;
            report(entry >> OFFSET_BITS, offset >= 0, time - before);
        }
        return end(now / NANOS);
    }

    /** Numbers of packets sent, each with one more than the offset of its arrival, or 0 for a loss. */
    private long[] entries(CongestionControlFeedback feedback) {
        var entries = LongStream.builder();
        for (var stream : feedback.streams()) {
            for (int i = 0; i < stream.reports().length; i++) {
                int sequence = streams.find(stream.ssrc(), stream.beginSequence() + i & 0xffff);
                long number = sequence < 0 ? -1 : packets.find(sequence);
                boolean told = !stream.received(i) || stream.offset(i) >= 0;
                if (number >= 0 && told) {
                    entries.add(number << OFFSET_BITS | stream.offset(i) + 1);
                }
            }
        }
        return entries.build().sorted().toArray();
    }

    private void begin() {
        reported = 0;
        missing = 0;
        heeded = trendline.usage() != Usage.OVER;
        probed = 0;
        newest = -1;
    }

    private void report(long number, boolean arrived, double arrival) {
        if (number < 0) {
            return;
        }
        if (!arrived) {
            boolean news = packets.lose(number);
            reported += news ? 1 : 0;
            missing += news ? 1 : 0;
            if (news) {
                gap.lost(packets.sentNanos(number) / NANOS);
                lost = lost == null ? IntStream.builder() : lost;
                lost.add((int) number & 0xffff);
            }
            return;
        }
        boolean late = packets.lost(number);
        if (packets.arrive(number)) {
            reported += late ? 0 : 1;
            missing -= late ? 1 : 0;
            int uncounted = Math.min(missing, gap.arrived(packets.sentNanos(number) / NANOS));
            missing -= uncounted;
            reported -= uncounted;
            newest = number;
            heeded |= probes.deliberate();
            probed = Math.max(probed, arrived(number, arrival));
        }
    }

    private boolean end(double millis) {
        if (newest >= 0) {
            roundTrip = Math.max(1, millis - packets.sentNanos(newest) / NANOS);
            shortest = roundTrip < shortest ? roundTrip : shortest + FORGET * (roundTrip - shortest);
        }
        decide(heeded ? probed : 0, millis);
        if (lost != null) {
            var told = lost.build();
            lost = null;
            told.forEach(onLost);
        }
        return newest >= 0;
    }

    private double arrived(long number, double arrival) {
        lastArrival = Math.max(lastArrival, arrival);
        double at = packets.sentNanos(number) / NANOS;
        lastAckedSent = Math.max(lastAckedSent, at);
        sent.add(at, packets.bytes(number));
        acked.add(arrival, packets.bytes(number));
        groups.add(at, arrival);
        int probe = packets.probe(number);
        return probe == 0 ? probes.finish() : probes.add(probe, packets.bytes(number), at, arrival);
    }

    private void decide(double shown, double now) {
        double arriving = acked.known() ? acked.bitsPerSecond(lastArrival) : 0;
        delay.update(
                trendline.usage(),
                queueDelay() > STANDING,
                arriving,
                sent.bitsPerSecond(lastAckedSent),
                roundTrip,
                now);
        loss.update(reported, missing, target(now), now);
        if (shown > 0) {
            delay.probed(shown);
            loss.probed(shown);
        }
    }

    /** The receiver's own estimate (REMB): an upper bound, as long as it is repeated. */
    public void onReceiverEstimate(long bitrate, long now) {
        receiverEstimate = bitrate;
        receiverEstimateAt = now / NANOS;
    }

    /** What may be sent. */
    public long targetBitrate(long now) {
        return (long) target(now / NANOS);
    }

    private double target(double now) {
        double target = Math.min(delay.rate(), loss.limit());
        boolean bounded = now - receiverEstimateAt < REMB_VALID;
        return Math.max(LEAST, bounded ? Math.min(target, receiverEstimate) : target);
    }

    /** Whether the path has shown a limit of late; before, a target is but a guess. */
    public boolean limited(long now) {
        double millis = now / NANOS;
        boolean bounded = millis - receiverEstimateAt < REMB_VALID && receiverEstimate < delay.rate();
        return bounded || millis - Math.max(delay.lastDecrease(), loss.lastDecrease()) < LIMITED;
    }

    private double queueDelay() {
        return shortest == Double.MAX_VALUE ? 0 : roundTrip - shortest;
    }

    /** Whether more is sent right now than gets through: packets queue up or are lost. */
    public boolean congested() {
        return queueDelay() > STANDING || loss.fractionLost() > LOSSY;
    }

    /** Of the packets last reported on, those that were lost; 0 to 1. */
    public double fractionLost() {
        return loss.fractionLost();
    }

    /** Whether enough was heard of the path to tell what it usually loses. */
    public boolean lossKnown() {
        return loss.known();
    }

    /** What this path usually loses; 0 to 1. */
    public double usualLoss() {
        return loss.usualLoss();
    }

    /** The shortest time from sending to feedback on it, of late; nanoseconds, 0 when not known. */
    public long shortestFeedbackNanos() {
        return shortest == Double.MAX_VALUE ? 0 : (long) (shortest * NANOS);
    }

    /** From sending to feedback on it, nanoseconds. */
    public long feedbackDelayNanos() {
        return (long) (roundTrip * NANOS);
    }
}
