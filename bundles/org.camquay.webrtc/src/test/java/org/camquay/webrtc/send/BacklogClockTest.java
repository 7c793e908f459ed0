// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.rtp.Retransmission;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.TransportFeedback;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.junit.jupiter.api.Test;

/** What a viewer gets who joins in the middle of a group of pictures, 40 ms apart. */
class BacklogClockTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final int PICTURE = 3_600;
    private static final int BACKLOG = 20;
    private static final SendParameters RTX = new SendParameters(96, 7, 112, 8, new HeaderExtensions(1, 2, 0), true);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);
    private final CapturedPath path = new CapturedPath();
    private final Bandwidth bandwidth = new Bandwidth();
    private RtpSender sender;
    private int frames;

    private void push() {
        track.push(frames == 0, 9_000, (byte) 0x55, frames++ * 40_000L);
        loop.run();
    }

    private void join(SendParameters parameters) {
        loop.advance(Duration.ofSeconds(1));
        bandwidth.useTransportWide();
        sender = new RtpSender(
                track,
                H264,
                parameters,
                new SendPath(loop, path, bandwidth),
                new TrackRegistry(loop.clock(), loop::nanoTime),
                new PlayoutDelay(0, 1000),
                new SecureRandom());
        for (int i = 0; i < BACKLOG; i++) {
            push();
            loop.advance(Duration.ofMillis(40));
        }
        loop.run(sender::start);
    }

    private void live(int pictures) {
        for (int i = 0; i < pictures; i++) {
            push();
            for (int milli = 0; milli < 40; milli++) {
                loop.advance(Duration.ofMillis(1));
            }
        }
    }

    /** Of each picture. */
    private List<Integer> timestamps() {
        return path.all().stream()
                .filter(packet -> packet.header().ssrc() == 7)
                .map(packet -> (int) packet.header().timestamp())
                .distinct()
                .toList();
    }

    @Test
    void backlog_isTimedAsItIsSent_andLivePicturesAsTheyWereCaptured() {
        join(RTX);
        live(30);
        var timestamps = timestamps();
        assertThat(timestamps).hasSize(BACKLOG + 30);
        for (int i = 1; i < timestamps.size(); i++) {
            assertThat(timestamps.get(i) - timestamps.get(i - 1))
                    .as("picture %d", i)
                    .isPositive();
        }
        int last = timestamps.get(BACKLOG + 29);
        for (int i = 1; i < 15; i++) {
            assertThat(last - timestamps.get(BACKLOG + 29 - i)).isEqualTo(i * PICTURE);
        }
        // twenty pictures of 9 kB take some 400 ms at the pace of a backlog, and were 800 ms in the making
        assertThat(last - timestamps.get(0)).isBetween(29 * PICTURE, 32 * PICTURE);
    }

    @Test
    void backlogSentAgain_hasTheTimestampItWasSentWith() {
        join(RTX);
        live(3);
        var original = path.packet(12);
        sender.feedback().onNack(GenericNack.of(1, 7, original.header().sequenceNumber()));
        var again = path.last();
        assertThat(again.header().ssrc()).isEqualTo(8);
        assertThat(Retransmission.unwrap(again, 96, 7).orElseThrow().header()).isEqualTo(original.header());
    }

    @Test
    void withoutRtx_timestampsAreThoseOfCapture() {
        join(new SendParameters(96, 7, -1, 0, new HeaderExtensions(0, 0, 0), true));
        live(10);
        var timestamps = timestamps();
        assertThat(timestamps.get(10) - timestamps.get(0)).isEqualTo(10 * PICTURE);
    }

    @Test
    void lossReported_isSentAgainBeforeItIsAskedFor_andOnce() {
        join(RTX);
        live(3);
        int number = path.packet(20).header().sequenceNumber();
        var deltas = new int[40];
        deltas[20] = TransportFeedback.LOST;
        bandwidth.onFeedback(new TransportFeedback(1, 2, 1, 0, 0, deltas), loop.nanoTime());
        assertThat(again(number)).isEqualTo(2);
        assertThat(sender.stats().retransmittedPacketsSent()).isEqualTo(2);
        assertThat(sender.stats().nackCount()).isZero();
        sender.feedback().onNack(GenericNack.of(1, 7, number));
        assertThat(again(number)).as("asked for when it was on its way").isEqualTo(2);
        assertThat(sender.stats().nackCount()).isEqualTo(1);
    }

    @Test
    void lossAskedFor_thenReported_isNotSentOnceMore() {
        join(RTX);
        live(3);
        int number = path.packet(20).header().sequenceNumber();
        sender.feedback().onNack(GenericNack.of(1, 7, number));
        int sent = again(number);
        loop.advance(Duration.ofMillis(30));
        var deltas = new int[40];
        deltas[20] = TransportFeedback.LOST;
        bandwidth.onFeedback(new TransportFeedback(1, 2, 1, 0, 0, deltas), loop.nanoTime());
        assertThat(again(number)).isEqualTo(sent).isPositive();
    }

    private int again(int number) {
        return (int) path.all().stream()
                .filter(packet -> packet.header().ssrc() == 8)
                .filter(packet -> (packet.payload().getShort() & 0xffff) == number)
                .count();
    }
}
