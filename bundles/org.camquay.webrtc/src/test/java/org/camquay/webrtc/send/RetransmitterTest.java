// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.camquay.api.media.Codec;
import org.camquay.rtp.Retransmission;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.NtpTime;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.junit.jupiter.api.Test;

class RetransmitterTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final HeaderExtensions EXTENSIONS = new HeaderExtensions(1, 2, 3);
    private static final SendParameters RTX = new SendParameters(96, 7, 112, 8, EXTENSIONS, true);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(loop.clock(), loop::nanoTime);
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);
    private final CapturedPath path = new CapturedPath();

    private RtpSender sender(SendParameters parameters) {
        var sendPath = new SendPath(loop, path, new Bandwidth());
        sendPath.bandwidth().useTransportWide();
        var sender = new RtpSender(
                track, H264, parameters, sendPath, registry, new PlayoutDelay(0, 1000), new SecureRandom());
        loop.run(sender::start);
        return sender;
    }

    private void push(int from, int to) {
        for (int i = from; i < to; i++) {
            track.push(H264Samples.frame(i));
            loop.run();
            loop.advance(Duration.ofMillis(33));
        }
    }

    /** So long after the first packet that, without a report, nothing is known of the path. */
    private void later() {
        push(0, 1);
        loop.advance(Duration.ofSeconds(1));
        path.packets.clear();
    }

    private int nack(RtpSender sender, int... numbers) {
        int before = path.packets.size();
        sender.feedback().onNack(GenericNack.of(1, 7, numbers));
        return path.packets.size() - before;
    }

    @Test
    void onNack_withRtx_wrapsThePacketInTheOtherStream() {
        var sender = sender(RTX);
        later();
        push(0, 5);
        var original = path.packet(2);
        assertThat(nack(sender, original.header().sequenceNumber())).isEqualTo(1);
        var resent = path.last();
        assertThat(resent.header().ssrc()).isEqualTo(8);
        assertThat(resent.header().payloadType()).isEqualTo(112);
        var unwrapped = Retransmission.unwrap(resent, 96, 7).orElseThrow();
        assertThat(unwrapped.header()).isEqualTo(original.header());
        assertThat(unwrapped.payload()).isEqualTo(original.payload());
    }

    @Test
    void transportSequence_runsOverMediaAndRetransmissions() {
        var sender = sender(RTX);
        push(0, 5);
        nack(sender, path.packet(2).header().sequenceNumber());
        push(5, 8);
        var numbers = path.all().stream()
                .map(p -> (int) p.extension(1).orElseThrow().getShort())
                .toList();
        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, path.packets.size()).boxed().toList());
    }

    /** aiortc waits for what went to its old address, until its buffer is full. */
    @Test
    void onNack_afterThePeerMoved_closesASmallGapHoweverOldItIs() {
        var sender = sender(RTX);
        later();
        push(0, 8);
        int lost = path.packet(2).header().sequenceNumber();
        push(8, 90);
        assertThat(nack(sender, lost)).as("three seconds old").isZero();
        sender.onMoved();
        assertThat(nack(sender, lost)).isEqualTo(1);
        loop.advance(Duration.ofSeconds(3));
        assertThat(nack(sender, lost)).as("too late for that, too").isZero();
    }

    @Test
    void onNack_afterThePeerMoved_leavesALargeGap() {
        var sender = sender(RTX);
        later();
        push(0, 600);
        var old = path.all().subList(0, path.packets.size() - 60);
        int bytes = 0;
        int first = old.size();
        while (bytes <= 32 * 1024) {
            bytes += old.get(--first).payload().remaining();
        }
        int[] gap = old.stream()
                .skip(first)
                .mapToInt(packet -> packet.header().sequenceNumber())
                .toArray();
        sender.onMoved();
        assertThat(nack(sender, gap)).isZero();
        assertThat(nack(sender, Arrays.copyOfRange(gap, 1, gap.length))).isPositive();
    }

    @Test
    void captureTime_onTheFirstPacketOfAFrame_onceASecond() {
        sender(RTX);
        push(0, 60);
        var timed = path.all().stream().filter(p -> p.extension(3).isPresent()).toList();
        // six key frames carry it beside the playout delay, and one frame each second
        assertThat(timed).hasSizeBetween(6, 8);
        long micros =
                NtpTime.toEpochMicros(timed.get(0).extension(3).orElseThrow().getLong());
        assertThat(micros).isEqualTo(loop.clock().instant().toEpochMilli() * 1000 - 60 * 33_000);
    }

    @Test
    void playoutDelay_onKeyFrames_saysWhatIsConfigured() {
        sender(RTX);
        push(0, 10);
        var value = path.packet(0).extension(2).orElseThrow();
        assertThat(value.get() << 16 | value.get() << 8 | value.get() & 0xff).isEqualTo(100);
        assertThat(path.all().stream().filter(p -> p.extension(2).isPresent())).hasSize(1);
    }

    @Test
    void onNack_withoutRtx_sendsTheSameBytes() {
        var sender = sender(new SendParameters(96, 7, -1, 0, EXTENSIONS.constant(), true));
        push(0, 12);
        for (int i = 0; i < path.packets.size(); i++) {
            var original = path.packet(i);
            int number = original.header().sequenceNumber();
            int size = path.packets.size();
            if (nack(sender, number) == 1) {
                assertThat(path.packets.remove(size)).isEqualTo(path.packets.get(i));
            }
        }
        assertThat(sender.stats().retransmittedPacketsSent()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void onNack_atTheBeginning_isAnsweredTwice() {
        var sender = sender(RTX);
        push(0, 5);
        assertThat(nack(sender, path.packet(2).header().sequenceNumber())).isEqualTo(2);
        assertThat(sender.stats().retransmittedPacketsSent()).isEqualTo(2);
    }

    @Test
    void onNack_twiceInOneRoundTrip_isAnsweredOnce() {
        var sender = sender(RTX);
        later();
        push(0, 5);
        int number = path.packet(2).header().sequenceNumber();
        assertThat(nack(sender, number, number)).isEqualTo(1);
        assertThat(nack(sender, number)).isZero();
        loop.advance(Duration.ofMillis(10));
        assertThat(nack(sender, number)).isEqualTo(1);
    }

    @Test
    void onNack_olderThanUseful_isIgnored() {
        var sender = sender(RTX);
        later();
        push(0, 9);
        int number = path.packet(path.packets.size() - 1).header().sequenceNumber();
        push(9, 11);
        assertThat(nack(sender, number)).as("just before the key frame").isEqualTo(1);
        loop.advance(Duration.ofMillis(120));
        assertThat(nack(sender, number)).as("the key frame has replaced it").isZero();
        int fresh = path.packet(path.packets.size() - 2).header().sequenceNumber();
        loop.advance(Duration.ofSeconds(1));
        assertThat(nack(sender, fresh)).isZero();
    }

    @Test
    void onNack_withoutEnd_staysWithinAQuarterOfTheMedia() {
        var sender = sender(RTX);
        long before = 0;
        int asked = 0;
        for (int i = 0; i < 3000; i++) {
            push(i, i + 1);
            int number = path.last().header().ssrc() == 7 ? path.last().header().sequenceNumber() : -1;
            for (int n = 0; n < 20 && number >= 0; n++) {
                asked += 1;
                sender.feedback().onNack(GenericNack.of(1, 7, number - n & 0xffff));
            }
            loop.advance(Duration.ofMillis(7));
            before += path.packets.stream().mapToLong(p -> p.length).sum();
            path.packets.clear();
        }
        var stats = sender.stats();
        assertThat(asked).isGreaterThan(50_000);
        double resent = before - stats.bytesSent();
        assertThat(stats.retransmittedBytesSent()).isEqualTo((long) resent);
        assertThat(resent).isPositive().isLessThan(stats.bytesSent() / 4.0 + 70_000);
    }
}
