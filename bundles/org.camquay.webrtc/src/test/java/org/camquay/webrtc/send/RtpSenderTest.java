// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.camquay.api.media.Codec;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.testkit.FakeClock;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.junit.jupiter.api.Test;

class RtpSenderTest {
    private static final Codec H264 = H264Samples.format().codec();

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(new FakeClock(), loop::nanoTime);
    private SendParameters parameters = SendParameters.plain(96, 7);
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);

    private RtpSender sender(CapturedPath path) {
        var sender = new RtpSender(
                track,
                H264,
                parameters,
                new SendPath(loop, path, new Bandwidth()),
                registry,
                new PlayoutDelay(0, 0),
                new SecureRandom());
        loop.run(sender::start);
        return sender;
    }

    private void push(int from, int to) {
        for (int i = from; i < to; i++) {
            track.push(H264Samples.frame(i));
            loop.run();
        }
    }

    @Test
    void start_inTheMiddleOfAGroup_beginsWithItsKeyFrame() {
        push(0, 15);
        var path = new CapturedPath();
        sender(path);
        push(15, 20);
        assertThat(path.frames()).isEqualTo(10);
        assertThat(track.readers()).isEqualTo(1);
    }

    @Test
    void start_secondViewer_getsTheSameFramesFromTheSamePackets() {
        push(0, 3);
        var first = new CapturedPath();
        sender(first);
        push(3, 6);
        var second = new CapturedPath();
        sender(second);
        push(6, 9);
        assertThat(second.frames()).isEqualTo(9);
        assertThat(first.frames()).isEqualTo(9);
        assertThat(track.readers()).isEqualTo(1);
    }

    @Test
    void sendNew_fullPath_skipsToTheNextKeyFrameAndAsksForIt() {
        var path = new CapturedPath();
        var sender = sender(path);
        push(0, 5);
        int before = path.packets.size();
        int asked = track.keyFrameRequests();
        loop.advance(Duration.ofMillis(500));
        path.open = false;
        push(5, 6);
        path.open = true;
        push(6, 10);
        assertThat(path.packets.size()).isEqualTo(before);
        assertThat(track.keyFrameRequests()).isEqualTo(asked + 1);
        push(10, 12);
        assertThat(path.packets.size()).isGreaterThan(before);
        var resumed = path.packet(before).header().sequenceNumber();
        assertThat(resumed - path.packet(before - 1).header().sequenceNumber()).isEqualTo(3);
        assertThat(sender.stats().framesDropped()).isEqualTo(5);
    }

    @Test
    void sendNew_noPathForLong_asksOnce_andAgainWhenItIsThere() {
        var path = new CapturedPath();
        var sender = sender(path);
        push(0, 5);
        loop.advance(Duration.ofSeconds(20));
        int asked = track.keyFrameRequests();
        path.open = false;
        for (int i = 5; i < 65; i++) {
            push(i, i + 1);
            loop.advance(Duration.ofMillis(33));
        }
        assertThat(track.keyFrameRequests()).as("six key frames came").isEqualTo(asked + 1);
        path.open = true;
        loop.run(sender::onPath);
        assertThat(track.keyFrameRequests()).isEqualTo(asked + 2);
    }

    @Test
    void onPictureLoss_floodOfOneViewer_asksTwice_andAnotherViewerAtOnce() {
        var flooding = sender(new CapturedPath());
        var other = sender(new CapturedPath());
        push(0, 1);
        loop.advance(Duration.ofSeconds(20));
        int asked = track.keyFrameRequests();
        for (int i = 0; i < 8_000; i++) {
            boolean full = i % 2 == 0;
            loop.run(() -> flooding.feedback().onPictureLoss(full));
            loop.advance(Duration.ofNanos(1_250_000));
        }
        assertThat(track.keyFrameRequests() - asked).isEqualTo(2);
        loop.run(() -> other.feedback().onPictureLoss(false));
        assertThat(track.keyFrameRequests() - asked).isEqualTo(3);
    }

    @Test
    void sendNew_endOfARunDropped_countsWhatWentOutAndGoesOnWithTheNextKeyFrame() {
        var path = new CapturedPath();
        var sender = sender(path);
        push(0, 5);
        path.room = 0;
        push(5, 6);
        path.room = Integer.MAX_VALUE;
        push(6, 9);
        var counted = sender.stats();
        assertThat(counted.packetsSent()).isEqualTo(path.packets.size());
        assertThat(counted.bytesSent())
                .isEqualTo(path.packets.stream().mapToLong(p -> p.length).sum());
        assertThat(counted.framesSent()).isEqualTo(5);
        int before = path.packets.size();
        push(9, 14);
        assertThat(path.packet(before).header().sequenceNumber()
                        - path.packet(before - 1).header().sequenceNumber())
                .as("the peer sees that something is missing")
                .isGreaterThan(1);
        assertThat(path.frames()).isEqualTo(9);
        assertThat(sender.stats().framesDropped()).isEqualTo(5);
    }

    @Test
    void sendNew_keyFrameRightAfterDroppedPackets_isSent() {
        var path = new CapturedPath();
        sender(path);
        push(0, 9);
        path.room = 0;
        push(9, 10);
        path.room = Integer.MAX_VALUE;
        push(10, 12);
        assertThat(path.frames()).isEqualTo(11);
    }

    @Test
    void onNack_packetStillThere_isSentAgainByteForByte() {
        var path = new CapturedPath();
        var sender = sender(path);
        push(0, 5);
        byte[] original = path.packets.get(1);
        int number = path.packet(1).header().sequenceNumber();
        int sent = path.packets.size();
        sender.feedback().onNack(GenericNack.of(1, 7, number));
        assertThat(path.packets.size()).isEqualTo(sent + 1);
        assertThat(path.packets.get(sent)).isEqualTo(original);
        assertThat(sender.stats().retransmittedPacketsSent()).isEqualTo(1);
    }

    @Test
    void onNack_neverSent_isIgnored() {
        var path = new CapturedPath();
        var sender = sender(path);
        push(0, 2);
        int sent = path.packets.size();
        int next = path.packet(sent - 1).header().sequenceNumber() + 1;
        sender.feedback().onNack(GenericNack.of(1, 7, next + 40));
        assertThat(path.packets.size()).isEqualTo(sent);
    }

    @Test
    void stop_lastViewer_endsTheReading() {
        var path = new CapturedPath();
        var sender = sender(path);
        push(0, 2);
        int sent = path.packets.size();
        loop.run(sender::stop);
        push(2, 4);
        assertThat(path.packets.size()).isEqualTo(sent);
        assertThat(track.readers()).isZero();
    }

    @Test
    void senderReport_mapsTheClockOfTheFrames() {
        var path = new CapturedPath();
        var sender = sender(path);
        assertThat(sender.senderReport(0)).isNull();
        push(0, 3);
        var report = sender.senderReport(0);
        assertThat(report.packetCount()).isEqualTo(path.packets.size());
        assertThat(report.ssrc()).isEqualTo(7);
    }
}
