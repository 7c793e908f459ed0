// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.codec.VideoEncoder;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.Pictures;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.Test;

/** Drivers and codecs that throw in every method: nobody else notices. */
class BadServicesTest {
    private final Rig rig = new Rig();

    private static <T> T broken(String method) {
        throw new NoClassDefFoundError(method);
    }

    /** A source that delivers, and throws whenever it is asked for something. */
    private static final class BrokenSource implements MediaSource {
        @Override
        public void requestKeyFrame() {
            broken("requestKeyFrame");
        }

        @Override
        public boolean setTargetBitrate(int bitsPerSecond) {
            return broken("setTargetBitrate");
        }

        @Override
        public void close() {
            broken("close");
        }
    }

    @Test
    void driver_thatThrowsEachTime_isTriedAgainAndOthersPlayOn() throws Exception {
        var good = rig.driver(H264Samples.format());
        var playing = rig.pull("cam1");
        rig.bind((request, sink) -> broken("open"), "bad", 0);
        var bad = rig.registry.pull(new StreamRequest("cam2", URI.create("bad://camera"), false, true, false));
        rig.loop.advance(Duration.ofMinutes(10));
        assertThat(bad.state()).isEqualTo(StreamState.WAITING);
        assertThat(bad.status()).contains("NoClassDefFoundError");
        var reader = new RecordingFrameReader();
        Rig.video(playing).addReader(reader);
        good.last().play(0, 30);
        assertThat(reader.frames()).hasSize(30);
    }

    @Test
    void driver_thatOpensNothing_isTriedAgain() throws Exception {
        rig.bind((request, sink) -> null, "fake", 0);
        assertThat(rig.pull("cam1").status()).contains("opened nothing").contains("next attempt");
    }

    @Test
    void source_thatThrowsInEveryMethod_isReadAndShutDownAsAnyOther() throws Exception {
        rig.bind(
                (request, sink) -> {
                    sink.onFormat(0, H264Samples.format());
                    for (int i = 0; i < 12; i++) {
                        sink.onFrame(0, H264Samples.frame(i));
                    }
                    return new BrokenSource();
                },
                "fake",
                0);
        var stream = rig.pull("cam1");
        var track = Rig.video(stream);
        var reader = new RecordingFrameReader();
        var subscription = track.addReader(reader);
        track.requestKeyFrame();
        assertThat(subscription.setTargetBitrate(100_000)).isFalse();
        rig.loop.advance(Duration.ofSeconds(10));
        assertThat(reader.frames()).hasSize(2);
        assertThat(rig.registry.shutdown("cam1")).isTrue();
        assertThat(reader.ended()).isTrue();
        var good = new FakeCaptureDriver(H264Samples.format()).playing();
        rig.bind(good, "fake", 5);
        assertThat(rig.pull("cam1").state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void encoder_thatThrowsInEveryMethod_isTriedAgainAndReplaced() throws Exception {
        var driver = rig.driver(new VideoFormat(Codec.video(Codec.RAW_VIDEO), 64, 48, 30, false));
        VideoEncoderFactory bad = (config, output) -> new VideoEncoder() {
            @Override
            public void encode(VideoFrame frame, boolean keyFrame) {
                broken("encode");
            }

            @Override
            public boolean setTargetBitrate(int bitsPerSecond) {
                return broken("setTargetBitrate");
            }

            @Override
            public void close() {
                broken("close");
            }
        };
        rig.registry.bindVideoEncoder(bad, Map.of(VideoEncoderFactory.MIME_TYPES, "video/H264"));
        var reader = new RecordingFrameReader();
        Rig.video(rig.pull("cam1")).in(Codec.h264("42e01f")).addReader(reader);
        for (int i = 0; i < 10; i++) {
            driver.last().frame(0, Pictures.moving(64, 48, i, i * 33_333L));
            rig.loop.advance(Duration.ofSeconds(3));
        }
        rig.registry.bindVideoEncoder(
                new FakeVideoEncoders(), Map.of(VideoEncoderFactory.MIME_TYPES, "video/H264", "service.ranking", 5));
        Await.until(Rig.SOON, "pictures", () -> {
            rig.loop.advance(Duration.ofMillis(100));
            driver.last().frame(0, Pictures.moving(64, 48, 0, rig.loop.nanoTime() / 1000 + 1_000_000));
            return !reader.frames().isEmpty();
        });
    }
}
