// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.camquay.rtp.payload.H264Packetizer;
import org.camquay.rtp.rtcp.ReportBlock;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.transport.Dropped;
import org.junit.jupiter.api.Test;

/** What is counted, and taken back when the socket had no room for it. */
class SenderCountersTest {
    private static final int HEADER = 20;

    private final SenderCounters counters = new SenderCounters();

    /** The only packet of a key frame that came at 1 ms. */
    private static TrackPacket packet() {
        var payload =
                new H264Packetizer().packetize(H264Samples.frame(0).data()).get(0);
        var frame = new TrackPacket.Frame(0, 0, 1, true, payload.length(), 0, 1_000_000);
        return new TrackPacket(0, payload, 0, true, frame);
    }

    @Test
    void headersAndKeyFrames_areCountedApart_andTakenBack() {
        var packet = packet();
        int bytes = packet.payload().length() + HEADER;
        counters.sent(packet, bytes, 3_000_000);
        counters.sent(packet, bytes, 3_000_000);
        assertThat(counters.detail().keyFramesSent()).isEqualTo(2);
        assertThat(counters.detail().headerBytesSent()).isEqualTo(2 * HEADER);
        counters.unsent(packet);
        counters.unsent(bytes);
        assertThat(counters.detail().keyFramesSent()).isOne();
        assertThat(counters.detail().headerBytesSent()).isEqualTo(HEADER);
        counters.resent(bytes, packet.payload().length());
        counters.resent(bytes, packet.payload().length());
        assertThat(counters.detail().retransmittedHeaderBytesSent()).isEqualTo(2 * HEADER);
        counters.unresent(new Dropped(1, bytes));
        assertThat(counters.detail().retransmittedHeaderBytesSent()).isEqualTo(HEADER);
    }

    @Test
    void bitrate_isOfWhatWentOutSinceTheLastLook_withRetransmissions() {
        counters.measure(1_000_000);
        var packet = packet();
        counters.sent(packet, 1_000, 2_000_000);
        counters.resent(250, 200);
        counters.measure(3_000_000);
        assertThat(counters.detail().bitrate()).isEqualTo(1_250 * 8 / 2.0);
        counters.measure(4_000_000);
        assertThat(counters.detail().bitrate()).isZero();
    }

    @Test
    void delaysAndRoundTrips_areSummedUp() {
        counters.delivered(12_000);
        counters.delivered(20_000);
        var sent = counters.detail();
        assertThat(sent.captureToSendDelay()).isEqualTo(0.02);
        assertThat(sent.totalCaptureToSendDelay()).isEqualTo(0.032, within(1e-9));
        assertThat(sent.captureToSendDelayMeasurements()).isEqualTo(2);
        counters.reported(new ReportBlock(7, 64, 3, 100, 90, 0, 0), 50_000, 90_000);
        counters.reported(new ReportBlock(7, 0, 3, 200, 90, 0, 0), 30_000, 90_000);
        counters.reported(new ReportBlock(7, 128, 3, 300, 90, 0, 0), -1, 90_000);
        var remote = counters.remote();
        assertThat(remote.fractionLost()).isEqualTo(0.5);
        assertThat(remote.totalRoundTripTime()).isEqualTo(0.08, within(1e-9));
        assertThat(remote.roundTripTimeMeasurements()).isEqualTo(2);
    }
}
