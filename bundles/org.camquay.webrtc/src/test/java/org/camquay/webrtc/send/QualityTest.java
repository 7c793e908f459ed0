// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Bottleneck;
import org.junit.jupiter.api.Test;

/**
 * One viewer of a main stream of 2.5 Mbit/s and a smaller one of 0.5 Mbit/s, behind a bottleneck, on virtual time. Their
 * clocks have nothing to do with each other.
 */
class QualityTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final int RATE = 30;
    private static final byte MAIN = 0x55;
    private static final byte SUB = 0x66;
    private static final SendParameters PARAMETERS =
            new SendParameters(96, 7, 112, 8, new HeaderExtensions(1, 2, 0), true);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(loop.clock(), loop::nanoTime);
    private final Camera main = new Camera(MAIN, 40_000, 9_000, 0, 30);
    private final Camera sub = new Camera(SUB, 9_000, 1_900, 77_000_000_000L, 45);
    private final Bottleneck link = new Bottleneck(4e6, 20);
    private final Bandwidth bandwidth = new Bandwidth();
    private final Wire wire = new Wire();
    private final RtpSender sender = sender(new ClipGroup(List.of(main.track, sub.track)));

    QualityTest() {
        bandwidth.useTransportWide();
        loop.advance(Duration.ofSeconds(5));
    }

    private RtpSender sender(ClipGroup group) {
        return new RtpSender(
                group,
                H264,
                PARAMETERS,
                new SendPath(loop, wire, bandwidth),
                registry,
                new PlayoutDelay(0, 1000),
                new SecureRandom());
    }

    /** A stream of one camera that answers requests for key frames. */
    private static final class Camera {
        final ClipTrack track;
        private final byte filling;
        private final int keyBytes;
        private final int deltaBytes;
        private final long epoch;
        private final int interval;
        private int sinceKey;
        private int answered;
        private long frame;

        Camera(byte filling, int keyBytes, int deltaBytes, long epoch, int interval) {
            track = new ClipTrack(filling == MAIN ? "clip-main" : "clip-sub", H264Samples.format(), H264);
            this.filling = filling;
            this.keyBytes = keyBytes;
            this.deltaBytes = deltaBytes;
            this.epoch = epoch;
            this.interval = interval;
            track.bitrate((keyBytes + (RATE - 1L) * deltaBytes) * 8);
        }

        void push() {
            boolean key = frame == 0 || sinceKey >= interval || track.keyFrameRequests() > answered;
            answered = track.keyFrameRequests();
            sinceKey = key ? 1 : sinceKey + 1;
            track.push(key, key ? keyBytes : deltaBytes, filling, epoch + frame++ * 1_000_000 / RATE);
        }
    }

    /** What was sent: when, and of which stream. */
    private record Sent(long nanos, long ssrc, int number, long timestamp, boolean marker, byte stream, long arrival) {}

    private final class Wire extends PlainOutlet {
        final List<Sent> sent = new ArrayList<>();

        @Override
        void onPacket(RtpPacket packet, int length) {
            int number = packet.extension(1).orElseThrow().getShort() & 0xffff;
            long arrival = link.send(number, length, loop.nanoTime());
            var header = packet.header();
            sent.add(new Sent(
                    loop.nanoTime(),
                    header.ssrc(),
                    header.sequenceNumber(),
                    header.timestamp(),
                    header.marker(),
                    buffer()[length - 1],
                    arrival));
        }

        List<Sent> media() {
            return sent.stream().filter(s -> s.ssrc == 7).toList();
        }

        long frames(byte stream) {
            return media().stream().filter(s -> s.marker && s.stream == stream).count();
        }
    }

    /** Lets so many seconds pass. */
    private void run(double seconds) {
        for (int i = 0; i < seconds * RATE; i++) {
            if (!main.track.muted()) {
                main.push();
            }
            loop.run();
            if (!sub.track.muted()) {
                sub.push();
            }
            loop.run();
            for (int step = 0; step < 11; step++) {
                loop.advance(Duration.ofMillis(3));
                var feedback = link.feedback(loop.nanoTime());
                if (feedback != null) {
                    loop.run(() -> bandwidth.onFeedback(feedback, loop.nanoTime()));
                }
            }
        }
    }

    private int secondsUntil(String quality, int most) {
        int seconds = 0;
        while (!sender.quality().equals(quality) && seconds < most) {
            run(1);
            seconds++;
        }
        return seconds;
    }

    @Test
    void capacityFallsAndRecovers_smallerStreamSoon_andBackWithinTenSeconds() {
        loop.run(sender::start);
        run(15);
        assertThat(wire.frames(SUB)).isZero();
        assertThat(sub.track.readers()).as("nobody reads what nobody gets").isZero();
        link.capacity(1e6);
        long fell = loop.nanoTime();
        run(2);
        assertThat(sender.quality()).isEqualTo("clip-sub");
        assertThat(main.track.readers()).isZero();
        wire.sent.clear();
        run(10);
        assertThat(wire.frames(SUB)).as("a steady picture").isBetween(10L * RATE - 3, 10L * RATE + 3);
        assertThat(wire.frames(MAIN)).isZero();
        assertThat(longestGapMillis(fell + 2_000_000_000L)).isLessThan(250);
        assertThat(sender.stats().qualityLimitationReason()).isEqualTo("bandwidth");
        link.capacity(4e6);
        assertThat(secondsUntil("clip-main", 12)).isLessThanOrEqualTo(10);
        wire.sent.clear();
        run(10);
        assertThat(wire.frames(MAIN)).isBetween(10L * RATE - 3, 10L * RATE + 3);
        assertThat(sender.stats().qualityLimitationReason()).isEqualTo("none");
    }

    private long longestGapMillis(long from) {
        var ends = wire.media().stream()
                .filter(s -> s.marker && s.arrival > from)
                .map(Sent::arrival)
                .toList();
        long longest = 0;
        for (int i = 1; i < ends.size(); i++) {
            longest = Math.max(longest, ends.get(i) - ends.get(i - 1));
        }
        return longest / 1_000_000;
    }

    @Test
    void switches_leaveNumbersWithoutGapAndTimestampsOfOneClock() {
        loop.run(sender::start);
        run(10);
        link.capacity(1e6);
        run(10);
        link.capacity(4e6);
        run(15);
        var media = wire.media();
        assertThat(media).extracting(Sent::stream).contains(MAIN, SUB);
        long first = media.get(0).timestamp;
        for (int i = 1; i < media.size(); i++) {
            var now = media.get(i);
            var before = media.get(i - 1);
            assertThat(now.number).isEqualTo(before.number + 1 & 0xffff);
            int step = (int) (now.timestamp - before.timestamp);
            assertThat(step).as("at %s of %s", i, media.size()).isBetween(0, 4 * 90_000);
        }
        var last = media.get(media.size() - 1);
        long seconds = Math.round((last.nanos - media.get(0).nanos) / 1e9);
        assertThat(Math.round((int) (last.timestamp - first) / 90_000.0)).isBetween(seconds - 1, seconds + 1);
        var report = sender.senderReport(loop.clock().millis() * 1_000);
        assertThat((int) (report.rtpTimestamp() - last.timestamp) / 90).isBetween(-100, 100);
    }

    @Test
    void nack_forAPacketBeforeTheSwitch_isNotAnsweredWithAnother() {
        loop.run(sender::start);
        run(10);
        int old = wire.media().get(wire.media().size() - 1).number;
        link.capacity(1e6);
        run(4);
        assertThat(sender.quality()).isEqualTo("clip-sub");
        int fresh = wire.media().get(wire.media().size() - 2).number;
        wire.sent.clear();
        loop.run(() -> sender.feedback().onNack(GenericNack.of(1, 7, old)));
        assertThat(wire.sent).isEmpty();
        loop.run(() -> sender.feedback().onNack(GenericNack.of(1, 7, fresh)));
        assertThat(wire.sent).isNotEmpty().allMatch(s -> s.ssrc == 8);
    }

    @Test
    void pathStaysSmall_probesSeldomDisturb() {
        link.capacity(1.2e6);
        loop.run(sender::start);
        run(10);
        wire.sent.clear();
        long begun = loop.nanoTime();
        run(60);
        assertThat(wire.frames(SUB)).isGreaterThan(58L * RATE);
        assertThat(longestGapMillis(begun)).isLessThan(500);
        assertThat(link.queueMillis(loop.nanoTime())).isLessThan(400);
    }

    @Test
    void mainIsMuted_smallerStreamTakesOver_untilItIsBack() {
        loop.run(sender::start);
        run(5);
        main.track.mute(true);
        run(1);
        assertThat(sender.quality()).isEqualTo("clip-sub");
        wire.sent.clear();
        run(2);
        assertThat(wire.frames(SUB)).isBetween(2L * RATE - 2, 2L * RATE + 2);
        main.track.mute(false);
        assertThat(secondsUntil("clip-main", 10)).isLessThan(10);
    }

    @Test
    void mainIsMuted_justAfterAFrame_isNoticedWithoutAnotherOne() {
        loop.run(sender::start);
        run(5);
        main.push();
        loop.run();
        main.track.mute(true);
        loop.run();
        loop.advance(Duration.ofMillis(300));
        assertThat(sub.track.readers()).isEqualTo(1);
    }

    @Test
    void bothMuted_theOneThatComesBackIsSent() {
        loop.run(sender::start);
        run(5);
        main.track.mute(true);
        sub.track.mute(true);
        run(3);
        sub.track.mute(false);
        run(2);
        assertThat(sender.quality()).isEqualTo("clip-sub");
    }

    @Test
    void stop_whileASwitchIsPending_leavesNoReader() {
        loop.run(sender::start);
        run(5);
        main.track.mute(true);
        loop.run(() -> {
            loop.advance(Duration.ofMillis(300));
            sender.sendNew();
            sender.stop();
        });
        loop.run();
        assertThat(main.track.readers() + sub.track.readers()).isZero();
    }
}
