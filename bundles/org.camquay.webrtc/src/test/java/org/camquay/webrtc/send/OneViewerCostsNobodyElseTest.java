// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.junit.jupiter.api.Test;

/** What others get of a camera that answers each request for a key frame, while one viewer has no path, or asks and asks. */
class OneViewerCostsNobodyElseTest {
    private static final int SECONDS = 10;
    private static final int LONG_GROUP = 10 * SimulatedViewer.RATE;
    private static final double MORE = 1.2;

    private final SimulatedViewer other =
            new SimulatedViewer(ScriptedPeer.TRANSPORT_WIDE, 20e6, 90_000, LONG_GROUP).answering();
    private final SimulatedViewer one = other.beside(ScriptedPeer.TRANSPORT_WIDE, 20e6);
    private final SimulatedViewer third = other.beside(ScriptedPeer.TRANSPORT_WIDE, 20e6);
    private int keyFrames;
    private double bits;

    OneViewerCostsNobodyElseTest() {
        other.run(12);
        keyFrames = other.keyFrames();
        long from = other.now();
        other.run(SECONDS);
        bits = other.bitsSince(from);
        keyFrames = other.keyFrames();
    }

    private void costsLittle(Runnable eachMilli) {
        long from = other.now();
        other.run(SECONDS, eachMilli);
        assertThat(other.keyFrames() - keyFrames - 1).as("key frames more").isBetween(0, 2);
        assertThat(other.bitsSince(from)).isLessThan(MORE * bits);
        assertThat(other.viewer.gaps(from, 200)).isEmpty();
        assertThat(other.sender.stats().qualityLimitationReason()).isEqualTo("none");
    }

    @Test
    void noPath_itsPictureIsNotAskedFor() {
        one.down(true);
        costsLittle(() -> {});
        assertThat(one.sender.stats().qualityLimitationReason()).isEqualTo("bandwidth");
    }

    @Test
    void totalLossIsReported_nothingIsSentToIt() {
        one.link.loss(1);
        costsLittle(() -> {});
    }

    @Test
    void eightHundredRequestsASecond_twoArePassedOn_andAnotherViewersAtOnce() {
        costsLittle(this::flood);
        int before = other.keyFrames();
        third.sender.feedback().onPictureLoss(false);
        other.run(0.5, this::flood);
        assertThat(other.keyFrames()).isGreaterThan(before);
    }

    private void flood() {
        one.sender.feedback().onPictureLoss(true);
    }

    @Test
    void estimateOfNothing_othersGetEverything() {
        var zero = new ReceiverEstimatedMaxBitrate(1, 0, List.of());
        costsLittle(() -> one.bandwidth.onFeedback(zero, one.now()));
    }
}
