// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Bottleneck;
import org.junit.jupiter.api.Test;

/** One viewer behind a bottleneck, on virtual time: 30 frames/s, 2 Mbit/s, a key frame of 30 kB each second. */
class AdaptationTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final int RATE = 30;
    private static final int KEY_BYTES = 30_000;
    private static final int DELTA_BYTES = 7_600;
    private static final int MARKER_EXTENSION = 1;
    private static final SendParameters PARAMETERS =
            new SendParameters(96, 7, 112, 8, new HeaderExtensions(MARKER_EXTENSION, 2, 0), true);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(loop.clock(), loop::nanoTime);
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);
    private final Bottleneck link = new Bottleneck(20e6, 20);
    private final Bandwidth bandwidth = new Bandwidth();
    private final Wire wire = new Wire();
    private final RtpSender sender = new RtpSender(
            track,
            H264,
            PARAMETERS,
            new SendPath(loop, wire, bandwidth),
            registry,
            new PlayoutDelay(0, 1000),
            new SecureRandom());
    private long frame;
    private long soundPackets;

    AdaptationTest() {
        bandwidth.useTransportWide();
        loop.advance(Duration.ofSeconds(5));
    }

    /** What was sent: when, and how large. */
    private record Sent(long nanos, int bytes, boolean rtx, boolean marker, int number) {}

    private final class Wire extends PlainOutlet {
        final List<Sent> sent = new ArrayList<>();
        int minDelayMillis = -1;
        int longestStepMillis;

        @Override
        void onPacket(RtpPacket packet, int length) {
            int number = packet.extension(MARKER_EXTENSION).orElseThrow().getShort() & 0xffff;
            var header = packet.header();
            packet.extension(2).ifPresent(value -> {
                int before = Math.max(0, minDelayMillis);
                minDelayMillis = 10 * ((value.getShort(0) & 0xffff) >> 4);
                longestStepMillis = Math.max(longestStepMillis, minDelayMillis - before);
            });
            sent.add(new Sent(loop.nanoTime(), length, header.ssrc() == 8, header.marker(), header.sequenceNumber()));
            link.send(number, length, loop.nanoTime());
        }

        long frames() {
            return sent.stream().filter(s -> !s.rtx && s.marker).count();
        }

        List<Sent> media() {
            return sent.stream().filter(s -> !s.rtx).toList();
        }
    }

    private void pushFrame() {
        boolean key = frame % RATE == 0;
        track.push(key, key ? KEY_BYTES : DELTA_BYTES, (byte) 0x55, frame * 1_000_000 / RATE);
        frame++;
        loop.run();
    }

    /** Lets so many seconds pass. */
    private void run(double seconds) {
        for (int i = 0; i < seconds * RATE; i++) {
            pushFrame();
            for (int step = 0; step < 11; step++) {
                loop.advance(Duration.ofMillis(3));
                var feedback = link.feedback(loop.nanoTime());
                if (feedback != null) {
                    loop.run(() -> bandwidth.onFeedback(feedback, loop.nanoTime()));
                }
            }
        }
    }

    private void start() {
        loop.run(sender::start);
    }

    @Test
    void widePath_everyFrameIsSentAndNothingIsThinned() {
        start();
        run(20);
        assertThat(wire.frames()).isEqualTo(20 * RATE);
        assertThat(sender.thinned()).isFalse();
        assertThat(bandwidth.target(loop.nanoTime())).isGreaterThan(4_000_000);
    }

    @Test
    void keyFrame_manyViewers_isSpreadOverAboutTwentyMillis() {
        start();
        for (int i = 0; i < 10; i++) {
            loop.run(other()::start);
        }
        run(5);
        wire.sent.clear();
        pushFrame();
        loop.advance(Duration.ofMillis(40));
        long span = wire.sent.get(wire.sent.size() - 1).nanos - wire.sent.get(0).nanos;
        assertThat(wire.sent).hasSizeGreaterThan(25);
        assertThat(TimeUnit.NANOSECONDS.toMillis(span)).isBetween(8L, 25L);
        wire.sent.clear();
        pushFrame();
        assertThat(wire.frames()).as("a usual frame goes at once").isEqualTo(1);
    }

    /** A viewer on a path of its own, of which nothing is known. */
    private RtpSender other() {
        return new RtpSender(
                track,
                H264,
                SendParameters.plain(96, 9),
                new SendPath(loop, new CapturedPath(), new Bandwidth()),
                registry,
                PlayoutDelay.UNSPECIFIED,
                new SecureRandom());
    }

    @Test
    void join_inTheMiddleOfAGroup_catchesUpWithoutAFlood() {
        loop.run(other()::start);
        run(0.9);
        loop.run(sender::start);
        assertThat(wire.sent.stream().mapToInt(Sent::bytes).sum()).isLessThan(20_000);
        run(0.5);
        // all of the group, or from its successor on
        assertThat(wire.frames()).isGreaterThan(15);
        long last = wire.media().get(wire.media().size() - 1).nanos;
        assertThat(TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - last)).isLessThan(40);
    }

    @Test
    void join_overAPathThatTakesLittleMore_fillsNoQueue() {
        loop.run(other()::start);
        run(0.95);
        link.capacity(4e6);
        link.queue(250);
        loop.run(sender::start);
        long longest = 0;
        for (int i = 0; i < 60; i++) {
            run(1.0 / RATE);
            longest = Math.max(longest, link.queueMillis(loop.nanoTime()));
        }
        assertThat(link.droppedPackets()).isZero();
        assertThat(longest).isLessThan(150);
        assertThat(wire.frames()).isGreaterThan(60);
    }

    @Test
    void pathTooSmall_keyFramesOnlyAndAShortQueue_thenAllAgain() {
        start();
        run(10);
        link.capacity(1e6);
        run(2.5);
        assertThat(sender.thinned()).isTrue();
        run(4);
        wire.sent.clear();
        run(10);
        assertThat(sender.thinned()).isTrue();
        assertThat(wire.frames()).isBetween(7L, 12L);
        assertThat(link.queueMillis(loop.nanoTime())).isLessThan(400);
        link.capacity(4e6);
        int waited = 0;
        while (sender.thinned() && waited < 12) {
            run(1);
            waited++;
        }
        assertThat(sender.thinned()).as("back after %s s", waited).isFalse();
        assertThat(sender.stats().detail().quality().limitation()).isEmpty();
        wire.sent.clear();
        run(5);
        assertThat(wire.frames()).isGreaterThan(5 * RATE - 20);
    }

    @Test
    void thinned_leavesNoGapInTheNumbers() {
        start();
        run(10);
        link.capacity(0.8e6);
        run(10);
        var media = wire.media();
        for (int i = 1; i < media.size(); i++) {
            assertThat(media.get(i).number).isEqualTo(media.get(i - 1).number + 1 & 0xffff);
        }
        var stats = sender.stats();
        assertThat(stats.framesDropped()).isGreaterThan(100);
        assertThat(stats.thinned()).isTrue();
        assertThat(stats.qualityLimitationReason()).isEqualTo("bandwidth");
        assertThat(stats.detail().quality().limitation()).startsWith("the path takes less than the stream");
        assertThat(stats.targetBitrate()).isBetween(1.8e6, 2.2e6);
        assertThat(stats.totalPacketSendDelay() / stats.packetsSent()).isBetween(0.0001, 0.2);
        assertThat(bandwidth.available(loop.nanoTime())).isBetween(200_000L, 1_500_000L);
    }

    @Test
    void randomLoss_thinsNothing() {
        link.loss(0.05);
        start();
        run(30);
        assertThat(wire.frames()).isEqualTo(30 * RATE);
    }

    @Test
    void loss_givesTheReceiverTimeForRepair_andTakesItBack() {
        start();
        run(5);
        assertThat(wire.minDelayMillis).isZero();
        link.loss(0.02);
        run(10);
        assertThat(wire.minDelayMillis).isBetween(100, 200);
        assertThat(wire.longestStepMillis).as("a longer one would be a freeze").isBetween(1, 30);
        sender.feedback()
                .onNack(GenericNack.of(1, 7, wire.media().get(wire.media().size() - 3).number));
        assertThat(wire.sent.stream().filter(Sent::rtx))
                .as("copies on a lossy path")
                .hasSize(2);
        link.loss(0);
        run(60);
        assertThat(wire.minDelayMillis).isZero();
        assertThat(new PlayoutDelay(0, 0).repairing(50)).isEqualTo(new PlayoutDelay(0, 0));
        assertThat(new PlayoutDelay(0, 1000).repairing(50)).isEqualTo(new PlayoutDelay(200, 1000));
    }

    /** As when a relay dies, until ICE has found another. */
    @Test
    void pathGoneForAWhile_soundBesideIt_pictureComesBack() {
        var sound = new ClipTrack(H264Samples.opusFormat(), Codec.opus());
        var parameters = new SendParameters(111, 11, -1, 0, new HeaderExtensions(MARKER_EXTENSION, 0, 0), true);
        var delay = new PlayoutDelay(0, 0);
        var beside = new RtpSender(
                sound,
                Codec.opus(),
                parameters,
                new SendPath(loop, wire, bandwidth),
                registry,
                delay,
                new SecureRandom());
        loop.run(beside::start);
        start();
        runWithSound(sound, 3);
        link.loss(1);
        runWithSound(sound, 25);
        assertThat(bandwidth.state(loop.nanoTime()).silent()).isTrue();
        link.loss(0);
        loop.run(() -> bandwidth.onPath(2));
        runWithSound(sound, 5);
        long before = sender.stats().framesSent();
        runWithSound(sound, 10);
        assertThat(sender.stats().framesSent() - before).isGreaterThan(9 * RATE);
    }

    private void runWithSound(ClipTrack sound, double seconds) {
        for (int i = 0; i < seconds * 10; i++) {
            for (int k = 0; k < 5; k++) {
                byte[] packet = new byte[200];
                var frame = new EncodedFrame(
                        EncodedFrame.Type.KEY,
                        soundPackets++ * 20_000,
                        20_000,
                        EncodedFrame.UNKNOWN_TIME,
                        ByteBuffer.wrap(packet));
                sound.push(frame);
            }
            run(0.1);
            if (i % 10 == 0) {
                bandwidth.onTick(loop.nanoTime());
            }
        }
    }
}
