// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.camquay.api.media.Codec;
import org.camquay.api.stream.Backlog;
import org.camquay.testkit.FakeClock;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.transport.PacketOutlet;
import org.junit.jupiter.api.Test;

class TrackPacketsTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final long EPOCH_MICROS = 1_790_000_000_000_000L;
    private static final long FRAME_MICROS = 40_000;
    private static final int FRAME_TICKS = 3_600;
    private static final Duration SOON = Duration.ofMillis(1_500);
    private static final int FU_A = 28;
    private static final int KEY_SLICE = 5;

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(new FakeClock(), loop::nanoTime);
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);

    private RtpSender watch(PacketOutlet outlet) {
        var sender = new RtpSender(
                track,
                H264,
                SendParameters.plain(96, 7),
                new SendPath(loop, outlet, new Bandwidth()),
                registry,
                new PlayoutDelay(0, 0),
                new SecureRandom());
        loop.run(sender::start);
        return sender;
    }

    private void push(boolean key, int bytes, long timestamp) {
        track.push(key, bytes, (byte) 0x88, timestamp);
        loop.advance(Duration.ofMillis(40));
    }

    /** 7 s of 6.5 Mbit/s since the key frame. */
    private void pushSevenSeconds() {
        for (int i = 0; i < 175; i++) {
            push(i == 0, i == 0 ? 200_000 : 32_500, i * FRAME_MICROS);
        }
    }

    private static boolean beginsWithAKeyFrame(CapturedPath path) {
        var first = path.packet(0).payload();
        return path.frames() > 0 && (first.get() & 0x1f) == FU_A && (first.get() & 0x1f) == KEY_SLICE;
    }

    @Test
    void join_longAfterTheKeyFrame_beginsWithIt() {
        pushSevenSeconds();
        var only = new CapturedPath();
        watch(only);
        loop.advance(SOON);
        assertThat(beginsWithAKeyFrame(only)).isTrue();
    }

    @Test
    void join_longAfterTheKeyFrameBesideOthers_beginsWithIt() {
        watch(new CapturedPath());
        pushSevenSeconds();
        var late = new CapturedPath();
        watch(late);
        loop.advance(SOON);
        assertThat(beginsWithAKeyFrame(late)).isTrue();
    }

    @Test
    void join_moreSinceTheKeyFrameThanIsKept_waitsForTheNextOne() {
        watch(new CapturedPath());
        pushSevenSeconds();
        track.keeps(new Backlog(600, 5_000_000));
        push(false, 500, 7_000_000);
        var late = new CapturedPath();
        watch(late);
        loop.advance(SOON);
        assertThat(late.packets).isEmpty();
        push(true, 20_000, 7_040_000);
        loop.advance(SOON);
        assertThat(beginsWithAKeyFrame(late)).isTrue();
    }

    @Test
    void timestamps_ofFramesCountedFrom1970_moveByTheFrameNotByTheSecond() {
        var path = new CapturedPath();
        watch(path);
        for (int i = 0; i < 60; i++) {
            push(i == 0, 500, EPOCH_MICROS + i * FRAME_MICROS);
        }
        assertThat(path.packets).hasSize(60);
        for (int i = 1; i < 60; i++) {
            assertThat((int) (path.packet(i).header().timestamp()
                            - path.packet(i - 1).header().timestamp()))
                    .isEqualTo(FRAME_TICKS);
        }
    }
}
