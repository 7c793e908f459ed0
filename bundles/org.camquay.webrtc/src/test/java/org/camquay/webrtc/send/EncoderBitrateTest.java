// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.api.stream.Subscription.UNLIMITED;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.rtp.RtpPacket;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Bottleneck;
import org.camquay.webrtc.transport.PacketOutlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer behind a bottleneck, on virtual time, of a stream that we encode: 30 frames/s, 2 Mbit/s unless told otherwise. */
class EncoderBitrateTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final int RATE = 30;
    private static final int FULL = 2_000_000;
    /** A key frame is as large as so many others. */
    private static final int KEY = 4;

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(loop.clock(), loop::nanoTime);
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);
    private final Bottleneck link = new Bottleneck(20e6, 20);
    private final Bandwidth bandwidth = new Bandwidth();
    private final List<Long> shown = new ArrayList<>();
    private final RtpSender sender =
            sender(new Wire(), bandwidth, new SendParameters(96, 7, 112, 8, extensions(), true));
    private long frame;
    private int encoding = FULL;
    private long changedAt;
    private int changes;

    private static HeaderExtensions extensions() {
        return new HeaderExtensions(1, 2, 0);
    }

    EncoderBitrateTest() {
        bandwidth.useTransportWide();
        loop.advance(Duration.ofSeconds(5));
        track.encodes();
    }

    private RtpSender sender(PacketOutlet outlet, Bandwidth of, SendParameters parameters) {
        var path = new SendPath(loop, outlet, of);
        return new RtpSender(track, H264, parameters, path, registry, new PlayoutDelay(0, 1000), new SecureRandom());
    }

    /** Notes when frames are complete, and puts what is sent into the bottleneck. */
    private final class Wire extends PlainOutlet {

        @Override
        void onPacket(RtpPacket packet, int length) {
            int number = packet.extension(1).orElseThrow().getShort() & 0xffff;
            long arrival = link.send(number, length, loop.nanoTime());
            if (arrival >= 0 && packet.header().ssrc() == 7 && packet.header().marker()) {
                shown.add(arrival);
            }
        }
    }

    /** As OpenH264 does: another bitrate begins with a key frame. */
    private void pushFrame() {
        int wanted = Math.min(FULL, track.targetBitrate());
        boolean key = frame % (2 * RATE) == 0;
        if (Math.abs(wanted - encoding) * 10 >= encoding && loop.nanoTime() - changedAt > 1_000_000_000L) {
            encoding = wanted;
            changedAt = loop.nanoTime();
            changes++;
            key = true;
        }
        double usual = encoding / 8.0 / (RATE + (KEY - 1) / 2.0);
        track.push(key, (int) (key ? KEY * usual : usual), (byte) 0x55, frame * 1_000_000 / RATE);
        frame++;
        loop.run();
    }

    private void run(double seconds) {
        for (int i = 0; i < seconds * RATE; i++) {
            pushFrame();
            pass();
        }
    }

    /** The time of a picture. */
    private void pass() {
        for (int step = 0; step < 11; step++) {
            loop.advance(Duration.ofMillis(3));
            var feedback = link.feedback(loop.nanoTime());
            if (feedback != null) {
                loop.run(() -> bandwidth.onFeedback(feedback, loop.nanoTime()));
            }
        }
    }

    private double longestGapMillis() {
        long longest = 0;
        for (int i = 1; i < shown.size(); i++) {
            longest = Math.max(longest, shown.get(i) - shown.get(i - 1));
        }
        return longest / 1e6;
    }

    @Test
    void pathTooSmall_forTheOnlyViewer_allFramesAtALowerRate_andBackWhenItIsWideAgain() {
        loop.run(sender::start);
        run(10);
        assertThat(track.targetBitrate()).isEqualTo(UNLIMITED);
        link.capacity(500_000);
        run(3);
        shown.clear();
        run(20);
        System.out.println("at 500 kbit/s: " + shown.size() + " frames in 20 s, longest gap " + longestGapMillis()
                + " ms, encoder at " + encoding + ", changed " + changes + " times");
        assertThat(encoding).isBetween(200_000, 480_000);
        assertThat(shown).as("a steady picture").hasSizeGreaterThan(20 * RATE * 95 / 100);
        assertThat(longestGapMillis()).isLessThan(500);
        assertThat(sender.stats().qualityLimitationReason()).isEqualTo("bandwidth");
        assertThat(changes).isLessThan(20);
        link.capacity(20e6);
        double waited = 0;
        while (encoding < FULL && waited < 20) {
            run(0.5);
            waited += 0.5;
        }
        System.out.println("back after " + waited + " s");
        assertThat(waited).isLessThan(10);
        shown.clear();
        run(10);
        assertThat(encoding).isEqualTo(FULL);
        assertThat(shown).hasSizeGreaterThan(10 * RATE - 5);
        assertThat(sender.stats().qualityLimitationReason()).isEqualTo("none");
    }

    /** Whenever that is, as pictures see it that look at the estimate now and then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void pathTooSmall_justAsALargePictureBegins_encoderIsToldBeforeItIsOut(int pictures) {
        loop.run(sender::start);
        run(10 + pictures / (double) RATE);
        link.capacity(500_000);
        while (!bandwidth.limited(loop.nanoTime())) {
            run(1.0 / RATE);
        }
        track.push(true, 200_000, (byte) 0x55, frame * 1_000_000 / RATE);
        loop.run();
        for (int i = 0; i < RATE && track.targetBitrate() == UNLIMITED; i++) {
            pass();
        }
        assertThat(sender.stats().detail().queue().packets())
                .as("still to be sent")
                .isPositive();
        assertThat(track.targetBitrate()).isLessThan(FULL / 2);
    }

    @Test
    void pathTooSmall_forOneOfTwo_changesNothingForTheOther() {
        var other = sender(new CapturedPath(), new Bandwidth(), SendParameters.plain(96, 9));
        loop.run(sender::start);
        loop.run(other::start);
        run(10);
        link.capacity(500_000);
        run(10);
        assertThat(track.targetBitrate()).isEqualTo(UNLIMITED);
        assertThat(sender.thinned()).isTrue();
        loop.run(other::stop);
        run(10);
        assertThat(track.targetBitrate()).as("now it is the only one").isLessThan(500_000);
        assertThat(sender.thinned()).isFalse();
        loop.run(other::start);
        run(0.1);
        assertThat(track.targetBitrate()).isEqualTo(UNLIMITED);
    }

    @Test
    void source_thatDoesNotFollow_isThinnedAsBefore() {
        var rate = new StreamRate();
        rate.add(0, 250_000);
        rate.add(1_000_000, 250_000);
        var limit = new EncoderLimit(rate);
        limit.through(() -> {});
        limit.join(sender);
        limit.wish(sender, 400_000);
        assertThat(rate.bitsPerSecond()).as("nothing else is expected").isEqualTo(2_000_000);
        assertThat(limit.full()).isZero();
    }
}
