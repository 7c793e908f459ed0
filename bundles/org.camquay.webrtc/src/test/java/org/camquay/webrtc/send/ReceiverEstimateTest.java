// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.camquay.rtp.rtcp.ReportBlock;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.ReportedEstimator;
import org.junit.jupiter.api.Test;

/** A peer that knows REMB only, and estimates as libwebrtc and aiortc do: never much more than what arrives. */
class ReceiverEstimateTest {
    private static final long SECOND = 1_000_000_000;
    private static final long FREEZE = 190;

    private final ViewedGroup group = new ViewedGroup(7, false, this::each);
    private long nextReport;
    private double estimate;
    private long bytes;
    private long dropped;

    /** Each second, and each 200 ms while a queue grows. */
    private void each() {
        long now = group.now();
        boolean over = group.link.queueMillis(now) > 60;
        if (now < nextReport - (over ? 800_000_000 : 0)) {
            return;
        }
        double seconds = (now - nextReport) / 1e9 + 1;
        nextReport = now + SECOND;
        double incoming = (group.viewer.bytes() - bytes) * 8 / seconds;
        bytes = group.viewer.bytes();
        if (estimate == 0) {
            estimate = incoming;
        } else if (over) {
            estimate = Math.min(estimate, 0.85 * incoming);
        } else {
            estimate = Math.max(estimate, Math.min(1.08 * estimate + 1_000, 1.5 * incoming + 10_000));
        }
        long lost = group.link.droppedPackets() - dropped;
        dropped += lost;
        int fraction = (int) Math.min(255, 256 * lost / Math.max(1.0, lost + incoming * seconds / 9_600));
        var block = new ReportBlock(Spectator.MEDIA, fraction, (int) dropped, 0, 0, 0, 0);
        group.loop.run(() -> {
            if (estimate > 0) {
                group.bandwidth.onFeedback(new ReceiverEstimatedMaxBitrate(1, (long) estimate, List.of()), now);
            }
            group.sender.feedback().onReport(block, 0);
        });
    }

    private static ReceiverEstimatedMaxBitrate estimate(long bitrate) {
        return new ReceiverEstimatedMaxBitrate(1, bitrate, List.of());
    }

    @Test
    void capacityFallsAndReturns_smallerStream_andBack() {
        group.run(10);
        assertThat(group.sender.quality()).isEqualTo("main");
        group.link.capacity(1e6);
        group.run(5);
        assertThat(group.sender.quality()).isEqualTo("sub");
        group.link.capacity(4e6);
        assertThat(group.secondsUntil("main", 30)).isLessThan(12);
        long back = group.now();
        group.run(30);
        assertThat(group.sender.quality()).isEqualTo("main");
        assertThat(group.viewer.gaps(back, FREEZE)).isEmpty();
        assertThat(estimate).as("it has followed").isGreaterThan(2e6);
    }

    @Test
    void capacityStaysSmall_attemptsAreRareAndShort() {
        group.link.capacity(1e6);
        group.run(20);
        long from = group.now();
        int shownBefore = group.viewer.shown.size();
        group.run(240);
        int shown = group.viewer.shown.size() - shownBefore;
        assertThat(shown).isGreaterThan((int) (0.95 * 240 * ViewedGroup.RATE));
        assertThat(group.viewer.gaps(from, FREEZE).split(" ").length)
                .as(group.viewer.gaps(from, FREEZE))
                .isLessThan(25);
        assertThat(group.viewer.gaps(from, 2_000)).isEmpty();
    }

    @Test
    void attempt_ofAnEstimateThatDoesNotFollow_endsAndComesLaterAgain() {
        var remb = new ReportedEstimator();
        long now = 0;
        assertThat(remb.state(now).target()).isEqualTo(Bandwidth.UNKNOWN);
        int attempts = 0;
        boolean attempting = false;
        for (int second = 1; second <= 200; second++) {
            now += SECOND;
            remb.feedback(estimate(500_000), now);
            remb.seek(attempting ? 0 : 2_000_000, now);
            boolean more = remb.state(now).target() > 2_000_000;
            attempts += more && !attempting ? 1 : 0;
            attempting = more;
        }
        assertThat(attempts).isBetween(4, 6);
        assertThat(remb.state(now + 6 * SECOND).target()).isEqualTo(Bandwidth.UNKNOWN);
    }

    @Test
    void attempt_withHeavyLoss_endsAtOnce_andOneThatIsFollowedHolds() {
        var remb = new ReportedEstimator();
        remb.feedback(estimate(500_000), SECOND);
        remb.seek(2_000_000, SECOND);
        assertThat(remb.state(SECOND).target()).isEqualTo(500_000);
        remb.feedback(estimate(500_000), 6 * SECOND);
        remb.seek(2_000_000, 6 * SECOND);
        assertThat(remb.state(6 * SECOND).target()).isGreaterThan(2_400_000);
        remb.report(0.05, -1, 7 * SECOND);
        assertThat(remb.state(7 * SECOND).target()).isGreaterThan(2_400_000);
        remb.report(0.3, -1, 8 * SECOND);
        assertThat(remb.state(8 * SECOND).target()).isEqualTo(500_000);
        long now = 8 * SECOND;
        long estimate = 500_000;
        while (estimate < 3_000_000) {
            now += SECOND;
            remb.feedback(estimate(estimate), now);
            remb.seek(remb.state(now).target() > 2_000_000 ? 0 : 2_000_000, now);
            estimate = remb.state(now).target() > 2_000_000 ? (long) (estimate * 1.08) : estimate;
        }
        assertThat(remb.state(now).target()).isGreaterThan(2_700_000);
    }
}
