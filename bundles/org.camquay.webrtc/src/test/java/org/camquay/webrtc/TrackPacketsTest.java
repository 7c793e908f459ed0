// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.camquay.api.media.Codec;
import org.camquay.testkit.FakeClock;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.junit.jupiter.api.Test;

class TrackPacketsTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final long EPOCH_MICROS = 1_790_000_000_000_000L;
    private static final long FRAME_MICROS = 40_000;
    private static final int FRAME_TICKS = 3_600;

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
        track.push(key, bytes, (byte) 1, timestamp);
        loop.advance(Duration.ofMillis(40));
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
