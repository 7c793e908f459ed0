// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import org.camquay.api.media.Codec;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Bottleneck;
import org.junit.jupiter.api.Test;

/** The first seconds of viewers who join at any moment over a line that loses packets both ways. On virtual time. */
class LossyStartTest {
    private static final int RATE = 25;
    private static final long ONE_WAY = 25;
    private static final double FREEZE = 190;
    private static final int STARTS = Integer.getInteger("camquay.starts", 300);
    private static final double SECONDS = 2.5;
    private static final Codec H264 = H264Samples.format().codec();

    private final FakeEventLoop loop = new FakeEventLoop();
    private final Bottleneck link = new Bottleneck(50e6, ONE_WAY);
    private final Bandwidth bandwidth = new Bandwidth();
    private final ClipTrack track = new ClipTrack("main", H264Samples.format(), H264);
    private Screen screen;
    private RtpSender sender;
    private long frame;

    @Test
    void twoPercentLost_hardlyAnyStartFreezes() {
        assertThat(frozen(0.02)).isLessThan(0.02);
    }

    @Test
    void fivePercentLost_fewStartsFreeze() {
        assertThat(frozen(0.05)).isLessThan(0.10);
    }

    @Test
    void nothingLost_noStartFreezes() {
        assertThat(frozen(0)).isZero();
    }

    /** The share of starts with a freeze. */
    private static double frozen(double loss) {
        int frozen = 0;
        double longest = 0;
        double shown = 0;
        for (int seed = 0; seed < STARTS; seed++) {
            var start = new LossyStartTest();
            start.watch(loss, seed);
            double gap = start.screen.longestGap();
            frozen += gap >= FREEZE ? 1 : 0;
            longest = Math.max(longest, gap);
            shown += start.screen.shown.size();
        }
        System.out.printf(
                "%.0f %% lost: %d of %d starts have a freeze; the longest time without a picture is %.0f ms; %.1f pictures%n",
                100 * loss, frozen, STARTS, longest, shown / STARTS);
        return (double) frozen / STARTS;
    }

    private void watch(double loss, int seed) {
        var random = new Random(seed);
        link.seed(seed);
        link.loss(loss);
        bandwidth.useTransportWide();
        track.bitrate(2_000_000);
        loop.advance(Duration.ofSeconds(5));
        screen = new Screen(loop, link, ONE_WAY);
        sender = new RtpSender(
                track,
                H264,
                new SendParameters(96, Screen.MEDIA, 112, Screen.RTX, new HeaderExtensions(1, 2, 0), true),
                new SendPath(loop, screen, bandwidth),
                new TrackRegistry(loop.clock(), loop::nanoTime),
                new PlayoutDelay(0, 1000),
                new SecureRandom());
        int before = 1 + random.nextInt(RATE);
        for (int i = 0; i < before; i++) {
            push();
            loop.advance(Duration.ofMillis(1_000 / RATE));
        }
        loop.run(sender::start);
        for (int milli = 0; milli < SECONDS * 1_000; milli++) {
            if (milli % (1_000 / RATE) == 0) {
                push();
                loop.run();
            }
            loop.advance(Duration.ofMillis(1));
            screen.look(sender.feedback()::onNack);
            report();
        }
    }

    private void push() {
        boolean key = frame % RATE == 0;
        track.push(key, key ? 30_000 : 9_150, (byte) 0x55, frame++ * 1_000_000 / RATE);
    }

    private void report() {
        var feedback = link.feedback(loop.nanoTime());
        if (feedback != null && !link.lost()) {
            loop.run(() -> bandwidth.onFeedback(feedback, loop.nanoTime()));
        }
    }
}
