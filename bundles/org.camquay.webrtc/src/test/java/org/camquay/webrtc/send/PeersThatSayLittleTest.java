// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.camquay.rtp.rtcp.RtcpPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Viewers on a good path that do not report on packets, whatever they agreed to. */
class PeersThatSayLittleTest {
    private static final int SECONDS = 60;

    private static SimulatedViewer watch(ScriptedPeer peer) {
        return new SimulatedViewer(peer, 20e6, 30_000, SimulatedViewer.RATE);
    }

    private static RtcpPacket estimate(long bitrate) {
        return new ReceiverEstimatedMaxBitrate(1, bitrate, List.of());
    }

    /** As libdatachannel, which copies {@code transport-cc} from the offer into its answer. */
    @ParameterizedTest
    @EnumSource
    void goodPath_everyPictureIsSent(ScriptedPeer peer) {
        var seen = watch(peer);
        for (int second = 0; second < SECONDS; second++) {
            seen.run(1);
            assertThat(seen.sender.thinned()).as("after %s s", second).isFalse();
        }
        assertThat(seen.sender.stats().framesSent()).isEqualTo(SECONDS * SimulatedViewer.RATE);
        assertThat(seen.sender.stats().qualityLimitationReason()).isEqualTo("none");
    }

    @Test
    void reportsOnly_thenSilent_keyFramesOnly_andAllAgainWhenItIsHeard() {
        var seen = watch(ScriptedPeer.AGREED_BUT_REPORTS_ONLY);
        seen.run(10);
        seen.down(true);
        seen.run(8);
        assertThat(seen.sender.thinned()).isTrue();
        seen.down(false);
        seen.run(2.5);
        assertThat(seen.sender.thinned()).isFalse();
        long back = seen.now();
        seen.run(5);
        assertThat(seen.viewer.gaps(back, 200)).isEmpty();
    }

    /** The stream is sent by reports from then on, and by measurement again when there is one. */
    @Test
    void reportsOnPacketsEnd_receiverReportsGoOn_pictureComesBack() {
        var seen = watch(ScriptedPeer.TRANSPORT_WIDE);
        seen.run(5);
        seen.only(ScriptedPeer.AGREED_BUT_REPORTS_ONLY);
        seen.run(20);
        long from = seen.now();
        seen.run(10);
        assertThat(seen.viewer.gaps(from, 200)).isEmpty();
        seen.only(ScriptedPeer.TRANSPORT_WIDE);
        seen.run(10);
        assertThat(seen.viewer.gaps(from, 200)).isEmpty();
        assertThat(seen.bandwidth.measured()).isTrue();
    }

    /** After half a minute consent would have ended, if the path were gone. */
    @Test
    void nothingIsHeardAnyMore_butTheConnectionStays_pictureComesBack() {
        for (var peer : new ScriptedPeer[] {ScriptedPeer.AGREED_BUT_REPORTS_ONLY, ScriptedPeer.TRANSPORT_WIDE}) {
            var seen = watch(peer);
            seen.run(10);
            seen.only(ScriptedPeer.AGREED_BUT_SILENT);
            seen.run(20);
            assertThat(seen.sender.stats().qualityLimitationReason()).isEqualTo("bandwidth");
            seen.run(20);
            long from = seen.now();
            seen.run(5);
            assertThat(seen.viewer.gaps(from, 200)).as("%s", peer).isEmpty();
        }
    }

    @Test
    void estimatesOfZero_keyFramesOnly_andAllAgainAfterThem() {
        for (var peer : new ScriptedPeer[] {ScriptedPeer.AGREED_BUT_SILENT, ScriptedPeer.TRANSPORT_WIDE}) {
            var seen = watch(peer);
            seen.run(5);
            for (int i = 0; i < 5; i++) {
                seen.loop.run(() -> seen.bandwidth.onFeedback(estimate(0), seen.now()));
                seen.run(1);
            }
            long last = seen.now();
            seen.run(7);
            assertThat(seen.firstShownAfter(last)).as("%s", peer).isLessThan(6_500);
            long from = seen.now();
            seen.run(5);
            assertThat(seen.viewer.gaps(from, 200)).as("%s", peer).isEmpty();
        }
    }

    /** As Chromium's estimate of sound whose clock steps, on a path that has room. */
    @Test
    void estimateIsWrong_reportsShowNoLoss_pictureComesBackForGood() {
        var seen = watch(ScriptedPeer.AGREED_BUT_REPORTS_ONLY);
        seen.run(5);
        wrongly(seen, 30);
        long from = seen.now();
        wrongly(seen, 30);
        assertThat(seen.sender.thinned()).isFalse();
        assertThat(seen.viewer.gaps(from, 200)).isEmpty();
    }

    private static void wrongly(SimulatedViewer seen, int seconds) {
        for (int i = 0; i < seconds; i++) {
            seen.loop.run(() -> seen.bandwidth.onFeedback(estimate(5_000), seen.now()));
            seen.run(1);
        }
    }
}
