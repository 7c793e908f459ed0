// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.CongestionControlFeedback.Stream;
import org.junit.jupiter.api.Test;

class GoogleCongestionControlTest {
    private static final long MILLIS = 1_000_000;
    private static final int PACKET = 1_200;

    private final GoogleCongestionControl control = new GoogleCongestionControl();
    private long now = 3_600_000 * MILLIS;
    private int sequence = 65_000;
    private double owed;
    private long longestQueue;
    private StreamFeedback streams;

    /** Sends at the target or at the most the application has, in frames of 33 ms; returns the mean rate delivered. */
    private double run(Bottleneck link, int seconds, double application) {
        return runMillis(link, seconds * 1_000, application) / seconds;
    }

    /** The same; returns bits. */
    private double runMillis(Bottleneck link, int millis, double application) {
        long end = now + millis * MILLIS;
        long before = link.deliveredBytes();
        int tick = 0;
        longestQueue = 0;
        while (now < end) {
            now += MILLIS;
            tick++;
            if (tick % 33 == 0) {
                owed += Math.min(application, control.targetBitrate(now)) * 0.033 / 8;
            }
            // a pacer's 2.5 times the target
            double pace = 2.5 * control.targetBitrate(now) / 8 / 1_000;
            for (double sent = 0; owed >= PACKET && sent < pace; sent += PACKET) {
                owed -= PACKET;
                sent(0);
                link.send(sequence, PACKET, now);
                sequence = sequence + 1 & 0xffff;
            }
            longestQueue = Math.max(longestQueue, link.queueMillis(now));
            var feedback = link.feedback(now);
            if (feedback != null && streams != null) {
                control.onFeedback(streams.of(feedback), now);
            } else if (feedback != null) {
                control.onFeedback(feedback, now);
            }
        }
        return (link.deliveredBytes() - before) * 8.0;
    }

    private void sent(int probe) {
        control.onSent(sequence, PACKET, probe, now);
        if (streams != null) {
            streams.sent(sequence);
        }
    }

    private double target() {
        return control.targetBitrate(now);
    }

    @Test
    void target_greedySender_findsTheCapacityAndKeepsTheQueueShort() {
        var link = new Bottleneck(4e6, 25);
        run(link, 40, 1e9);
        assertThat(run(link, 20, 1e9)).isBetween(2.8e6, 4.0e6);
        assertThat(longestQueue).isLessThan(300);
        assertThat(link.droppedPackets()).isZero();
    }

    @Test
    void target_capacityFallsAndRecovers_follows() {
        var link = new Bottleneck(4e6, 25);
        run(link, 30, 1e9);
        link.capacity(1e6);
        run(link, 2, 1e9);
        assertThat(target()).isLessThan(1.1e6);
        assertThat(control.limited(now)).isTrue();
        run(link, 3, 1e9);
        assertThat(run(link, 10, 1e9)).isBetween(0.6e6, 1.0e6);
        assertThat(longestQueue).isLessThan(400);
        link.capacity(4e6);
        run(link, 40, 1e9);
        assertThat(target()).isGreaterThan(2.5e6);
    }

    @Test
    void target_reportsByStreams_capacityFallsAndRecovers_follows() {
        streams = new StreamFeedback(control);
        target_capacityFallsAndRecovers_follows();
    }

    @Test
    void target_reportsByStreams_lossAndJitter_areNotTakenForCongestion() {
        streams = new StreamFeedback(control);
        var link = new Bottleneck(20e6, 25);
        link.loss(0.05);
        link.jitter(4);
        run(link, 30, 2e6);
        assertThat(target()).isGreaterThan(2.2e6);
        assertThat(control.limited(now)).isFalse();
        assertThat(control.usualLoss()).isBetween(0.03, 0.07);
    }

    @Test
    void probe_reportsByStreams_raisesTheTargetToWhatArrived() {
        streams = new StreamFeedback(control);
        probe_fasterThanTheTarget_raisesItToWhatArrived();
    }

    @Test
    void onFeedback_byStreams_ofPacketsNeverSent_isIgnored() {
        control.onSent(100, PACKET, 0, now);
        control.onSentIn(7, 9, 100);
        var random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            var reports = new short[random.nextInt(600)];
            for (int r = 0; r < reports.length; r++) {
                reports[r] = (short) random.nextInt();
            }
            // 7 from 10 on, and a stream that is not there
            var nonsense = List.of(new Stream(7, 10, reports), new Stream(9, random.nextInt(0x10000), reports));
            control.onFeedback(new CongestionControlFeedback(1, nonsense, random.nextInt() & 0xffffffffL), now);
        }
        assertThat(target()).isEqualTo(GoogleCongestionControl.INITIAL_BITRATE);
        assertThat(control.fractionLost()).isZero();
    }

    @Test
    void target_randomLoss_isLeftToRetransmission() {
        for (double loss : new double[] {0.02, 0.05}) {
            var link = new Bottleneck(20e6, 25);
            link.loss(loss);
            run(link, 30, 2e6);
            assertThat(target()).as("%s lost", loss).isGreaterThan(2.2e6);
            assertThat(control.limited(now)).isFalse();
        }
    }

    @Test
    void onLost_tellsEachLossOnce() {
        var link = new Bottleneck(8e6, 25);
        link.loss(0.05);
        var told = new ArrayList<Integer>();
        control.onLost(told::add);
        run(link, 10, 1.5e6);
        assertThat(told).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat((double) told.size()).isCloseTo(link.droppedPackets(), within(5.0));
    }

    @Test
    void onLost_reportsByStreams_tellsEachLossOnce() {
        streams = new StreamFeedback(control);
        onLost_tellsEachLossOnce();
    }

    @Test
    void target_pathGoneForAMoment_isNoCongestion() {
        var link = new Bottleneck(20e6, 25);
        run(link, 10, 2e6);
        double before = target();
        link.loss(1);
        runMillis(link, 400, 2e6);
        link.loss(0);
        run(link, 1, 2e6);
        assertThat(target()).isGreaterThan(0.9 * before);
        assertThat(control.limited(now)).isFalse();
        assertThat(control.fractionLost()).isZero();
    }

    @Test
    void target_heavyLoss_isTakenForCongestion() {
        var link = new Bottleneck(20e6, 25);
        link.loss(0.3);
        run(link, 10, 3e6);
        assertThat(target()).isLessThan(1e6);
        assertThat(control.fractionLost()).isBetween(0.1, 0.5);
    }

    @Test
    void target_jitter_isNotTakenForCongestion() {
        var link = new Bottleneck(20e6, 25);
        link.jitter(8);
        run(link, 60, 2e6);
        assertThat(target()).isGreaterThan(2e6);
    }

    @Test
    void target_littleToSend_staysAboveIt() {
        var link = new Bottleneck(20e6, 25);
        run(link, 60, 300e3);
        assertThat(target()).isGreaterThan(1e6);
    }

    @Test
    void onReceiverEstimate_isAnUpperBoundAsLongAsItIsRepeated() {
        control.onSent(1, PACKET, 0, now);
        control.onReceiverEstimate(700_000, now);
        assertThat(target()).isEqualTo(700_000);
        assertThat(control.limited(now)).isTrue();
        control.onReceiverEstimate(90_000_000, now);
        assertThat(target()).isEqualTo(GoogleCongestionControl.INITIAL_BITRATE);
        control.onReceiverEstimate(700_000, now);
        now += 6_000 * MILLIS;
        assertThat(target()).isEqualTo(GoogleCongestionControl.INITIAL_BITRATE);
    }

    @Test
    void probe_fasterThanTheTarget_raisesItToWhatArrived() {
        var link = new Bottleneck(8e6, 25);
        run(link, 5, 1e6);
        assertThat(target()).isLessThan(3e6);
        probe(link, 20e6);
        assertThat(target()).isBetween(6e6, 8.5e6);
    }

    @Test
    void probe_onANarrowPath_doesNotRaiseTheTarget() {
        var link = new Bottleneck(1e6, 25);
        run(link, 20, 0.5e6);
        probe(link, 4e6);
        assertThat(target()).isLessThan(1.3e6 * 2);
        double arriving = run(link, 5, 0.5e6);
        assertThat(arriving).isBetween(0.45e6, 0.55e6);
    }

    private void probe(Bottleneck link, double rate) {
        for (int i = 0; i < 20; i++) {
            now += (long) (PACKET * 8e9 / rate);
            sent(7);
            link.send(sequence, PACKET, now);
            sequence = sequence + 1 & 0xffff;
        }
        run(link, 1, 0.3e6);
    }

    @Test
    void onFeedback_forPacketsNeverSent_isIgnored() {
        control.onSent(100, PACKET, 0, now);
        var nonsense = new org.camquay.rtp.rtcp.TransportFeedback(1, 2, 40_000, 5, 0, new int[500]);
        control.onFeedback(nonsense, now);
        assertThat(target()).isEqualTo(GoogleCongestionControl.INITIAL_BITRATE);
    }
}
