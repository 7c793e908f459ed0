// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.testkit.H264Samples;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private static final double NARROW = 3e6;

    private final SimulatedViewer seen =
            new SimulatedViewer(ScriptedPeer.TRANSPORT_WIDE, NARROW, 30_000, SimulatedViewer.RATE);

    private long target() {
        return seen.bandwidth.target(seen.now());
    }

    @Test
    void onPath_theSamePairAgain_theEstimateStays_anotherOne_itIsForgotten() {
        seen.bandwidth.onPath(1);
        seen.run(10);
        long known = target();
        seen.bandwidth.onPath(1);
        assertThat(target()).isEqualTo(known);
        seen.bandwidth.onPath(2);
        assertThat(target()).isEqualTo(2_500_000).isNotEqualTo(known);
    }

    @Test
    void silence_endsWithTheEstimateOfBefore() {
        seen.run(10);
        long known = target();
        seen.down(true);
        seen.run(3);
        assertThat(seen.bandwidth.state(seen.now()).silent()).isTrue();
        assertThat(target()).isEqualTo(known);
        seen.down(false);
        seen.run(0.3);
        assertThat(seen.bandwidth.state(seen.now()).silent()).isFalse();
        assertThat(target()).isGreaterThan(known / 2);
        assertThat(seen.bandwidth.congested(seen.now())).isFalse();
    }

    /** As Chromium, which agrees to transport-wide feedback for the picture, and not for G.711. */
    @Test
    void soundIsNotReportedOn_pictureIsMeasuredAllTheSame() {
        var sound = new ClipTrack(H264Samples.opusFormat(), Codec.opus());
        var beside = new RtpSender(
                sound,
                Codec.opus(),
                SendParameters.plain(8, 11),
                new SendPath(seen.loop, new CapturedPath(), seen.bandwidth),
                new TrackRegistry(seen.loop.clock(), seen.loop::nanoTime),
                PlayoutDelay.UNSPECIFIED,
                new SecureRandom());
        seen.loop.run(beside::start);
        for (int i = 0; i < 20 * 50; i++) {
            var data = ByteBuffer.wrap(new byte[160]);
            sound.push(new EncodedFrame(EncodedFrame.Type.KEY, i * 20_000L, 20_000, EncodedFrame.UNKNOWN_TIME, data));
            seen.run(i % 2 == 0 ? 0.5 / SimulatedViewer.RATE : 0);
        }
        assertThat(beside.stats().packetsSent()).isGreaterThan(990);
        assertThat(seen.bandwidth.measured()).isTrue();
        assertThat(target()).isBetween(2_000_000L, 4_000_000L);
        assertThat(seen.bandwidth.usualLoss()).as("no number is missing").isZero();
        assertThat(seen.sender.stats().framesSent()).isEqualTo(500);
    }
}
