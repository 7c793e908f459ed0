// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.camquay.api.codec.VideoDecoder;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Track;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.Pictures;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConversionTest {
    private static final VideoFormat RAW = new VideoFormat(Codec.video(Codec.RAW_VIDEO), 64, 48, 30, false);

    private final Rig rig = new Rig();
    private final RecordingFrameReader reader = new RecordingFrameReader();
    private FakeCaptureDriver driver;
    private Track track;
    private int sent;

    private void begin(VideoFormat format) throws Exception {
        driver = rig.driver(format);
        track = Rig.video(rig.pull("cam1"));
    }

    @AfterEach
    void close() {
        rig.registry.deactivate();
        Await.until(
                Rig.SOON,
                "conversion threads end",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().equals("convert-cam1")));
    }

    /** Sends pictures one by one, each when the last one arrived. */
    private void pictures(RecordingFrameReader by, int count) {
        for (int i = 0; i < count; i++) {
            int before = by.frames().size();
            driver.last().frame(0, Pictures.moving(64, 48, sent, sent * 33_333L));
            sent++;
            by.awaitFrames(before + 1, Rig.SOON);
        }
    }

    @Test
    void codecs_ofEachFormat_areThePlayableAndTheReachable() throws Exception {
        begin(RAW);
        assertThat(track.codecs()).as("no encoder yet").isEmpty();
        rig.encoders();
        assertThat(track.codecs()).containsExactly(Codec.h264("42e01f"));
        assertThatThrownBy(() -> track.in(Codec.video("video/VP8")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VP8");
        driver.last().format(0, new VideoFormat(Codec.h264("640028"), 1920, 1080, 30, false));
        assertThat(track.codecs()).as("no decoder: as it is").containsExactly(Codec.h264("640028"));
        decoders("video/H264");
        assertThat(track.codecs()).containsExactly(Codec.h264("640028"), Codec.h264("42e028"));
        driver.last().format(0, new VideoFormat(Codec.h264("640028"), 1280, 720, 30, true));
        assertThat(track.codecs()).as("B-frames").containsExactly(Codec.h264("42e01f"));
        driver.last().format(0, H264Samples.format());
        assertThat(track.codecs())
                .as("constrained baseline already")
                .containsExactly(H264Samples.format().codec());
    }

    @Test
    void levels_followTheSize() {
        assertThat(H264Level.codec(1280, 720, 30)).isEqualTo(Codec.h264("42e01f"));
        assertThat(H264Level.codec(1920, 1080, 30)).isEqualTo(Codec.h264("42e028"));
        assertThat(H264Level.codec(3840, 2160, 30)).isEqualTo(Codec.h264("42e033"));
        assertThat(H264Level.codec(3840, 2160, 60)).isEqualTo(Codec.h264("42e034"));
    }

    @Test
    void rawPictures_manyReaders_areEncodedOnceWithTheirTimes() throws Exception {
        var encoders = rig.encoders();
        begin(RAW);
        Track h264 = track.in(Codec.h264("42e01f"));
        assertThat(track.in(Codec.h264("42e00d"))).as("same profile").isSameAs(h264);
        h264.addReader(reader);
        pictures(reader, 5);
        var second = new RecordingFrameReader();
        h264.addReader(second);
        assertThat(second.frames()).as("what is cached comes at once").isEqualTo(reader.frames());
        pictures(second, 3);
        Await.until(
                Rig.SOON,
                "both read all",
                () -> reader.frames().size() == 8 && second.frames().size() == 8);
        assertThat(encoders.opened).hasSize(1);
        assertThat(encoders.opened.get(0).bitrate()).isEqualTo(300_000);
        assertThat(encoders.opened.get(0).keyFrameInterval()).isEqualTo(60);
        assertThat(encoders.threads).containsExactly("convert-cam1");
        assertThat(reader.frames()).map(EncodedFrame::timestamp).endsWith(7 * 33_333L);
        assertThat(reader.formats()).containsExactly(new VideoFormat(Codec.h264("42e01f"), 64, 48, 30, false));
        assertThat(track.stats().readers()).isEqualTo(2);
    }

    @Test
    void conversion_runsOnlyWhileRead() throws Exception {
        var encoders = rig.encoders();
        begin(RAW);
        Track h264 = track.in(Codec.h264("42e01f"));
        driver.last().frame(0, Pictures.moving(64, 48, 0, 0));
        assertThat(encoders.opened).isEmpty();
        var subscription = h264.addReader(reader);
        pictures(reader, 2);
        subscription.close();
        Await.until(Rig.SOON, "the encoder is closed", () -> encoders.closed == 1);
        var again = new RecordingFrameReader();
        h264.addReader(again);
        pictures(again, 1);
        assertThat(again.frames().get(0).isKey()).isTrue();
        assertThat(encoders.opened).hasSize(2);
    }

    @Test
    void keyFrame_asked_reachesTheEncoder() throws Exception {
        rig.encoders();
        begin(RAW);
        Track h264 = track.in(Codec.h264("42e01f"));
        h264.addReader(reader);
        pictures(reader, 3);
        h264.requestKeyFrame();
        pictures(reader, 1);
        assertThat(reader.frames()).map(EncodedFrame::isKey).containsExactly(true, false, false, true);
        assertThat(driver.last().keyFrameRequests()).isZero();
    }

    @Test
    void source_swappedToTheWantedCodec_passesThrough() throws Exception {
        var encoders = rig.encoders();
        begin(RAW);
        track.in(Codec.h264("42e01f")).addReader(reader);
        pictures(reader, 3);
        driver.formats(H264Samples.format());
        driver.last().end("camera replaced");
        Await.until(Rig.SOON, "mute", reader::muted);
        rig.loop.advance(java.time.Duration.ofSeconds(1));
        driver.last().play(0, 4);
        Await.until(Rig.SOON, "the encoder is closed", () -> encoders.closed == 1);
        assertThat(reader.frames()).hasSize(7).map(EncodedFrame::timestamp).isSorted();
        assertThat(reader.formats()).last().isEqualTo(H264Samples.format());
        assertThat(reader.frames().get(3).isKey()).isTrue();
        assertThat(reader.muted()).isFalse();
        driver.last().format(0, RAW);
        sent = 1000;
        pictures(reader, 2);
        assertThat(encoders.opened).hasSize(2);
        assertThat(reader.frames().get(7).isKey()).isTrue();
    }

    @Test
    void encoder_slowerThanTheCamera_dropsPicturesAndNeverHoldsTheCaptureThread() throws Exception {
        var encoders = rig.encoders();
        begin(RAW);
        track.in(Codec.h264("42e01f")).addReader(reader);
        pictures(reader, 1);
        encoders.gate = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            driver.last().frame(0, Pictures.moving(64, 48, sent, sent++ * 33_333L));
        }
        encoders.gate.countDown();
        Await.until(Rig.SOON, "what was queued", () -> reader.frames().size() >= 5);
        pictures(reader, 3);
        assertThat(reader.frames().size()).isBetween(8, 10);
        assertThat(reader.frames()).map(EncodedFrame::timestamp).isSorted();
    }

    @Test
    void encoder_goesAndComes_mutesAndUnmutes() throws Exception {
        var encoders = rig.encoders();
        begin(RAW);
        track.in(Codec.h264("42e01f")).addReader(reader);
        pictures(reader, 2);
        rig.registry.unbindVideoEncoder(encoders);
        Await.until(Rig.SOON, "mute", reader::muted);
        assertThat(encoders.closed).isEqualTo(1);
        driver.last().frame(0, Pictures.moving(64, 48, 9, 900_000));
        sent = 30;
        var others = rig.encoders();
        Await.until(Rig.SOON, "pictures again", () -> {
            driver.last().frame(0, Pictures.moving(64, 48, sent, 33_333L * sent++));
            return reader.frames().size() > 2;
        });
        assertThat(others.opened).hasSize(1);
        assertThat(reader.frames().get(2).isKey()).isTrue();
        assertThat(reader.muted()).isFalse();
    }

    @Test
    void encoder_thatCannotOpen_leavesTheTrackMutedAndIsTriedAgainLater() throws Exception {
        var encoders = rig.encoders();
        encoders.broken = true;
        begin(RAW);
        track.in(Codec.h264("42e01f")).addReader(reader);
        for (int i = 0; i < 10; i++) {
            driver.last().frame(0, Pictures.moving(64, 48, i, i * 33_333L));
        }
        encoders.broken = false;
        Await.until(Rig.SOON, "pictures", () -> {
            rig.loop.advance(java.time.Duration.ofMillis(100));
            driver.last().frame(0, Pictures.moving(64, 48, 0, rig.loop.nanoTime() / 1000 + 1_000_000));
            return !reader.frames().isEmpty();
        });
        assertThat(reader.frames().get(0).isKey()).isTrue();
    }

    @Test
    void bFrames_areDecodedAndEncoded_beginningWithTheCachedGroup() throws Exception {
        var encoders = rig.encoders();
        decoders("video/H264");
        begin(new VideoFormat(Codec.h264("640028"), 64, 64, 30, true));
        driver.last().play(0, 5);
        assertThat(rig.registry.find("cam1").orElseThrow().status()).contains("B-frames");
        track.in(Codec.h264("42e01f")).addReader(reader);
        reader.awaitFrames(1, Rig.SOON);
        assertThat(encoders.opened.get(0).width()).isEqualTo(64);
        assertThat(reader.frames().get(0).isKey()).isTrue();
        assertThat(reader.frames().get(0).timestamp())
                .isLessThanOrEqualTo(H264Samples.frame(4).timestamp());
    }

    @Test
    void h264_wantedAsIt_isPassesUntouched() throws Exception {
        var encoders = rig.encoders();
        begin(H264Samples.format());
        driver.last().play(0, 3);
        track.in(track.codecs().get(0)).addReader(reader);
        driver.last().play(3, 6);
        assertThat(reader.frames())
                .map(EncodedFrame::data)
                .isEqualTo(H264Samples.clip().subList(0, 6).stream()
                        .map(EncodedFrame::data)
                        .toList());
        assertThat(encoders.opened).isEmpty();
    }

    /** Decoders that make one grey picture of each frame. */
    private void decoders(String mime) {
        VideoDecoderFactory factory = (format, output) -> new VideoDecoder() {
            @Override
            public void decode(EncodedFrame frame) {
                output.accept(Pictures.moving(format.width(), format.height(), 0, frame.timestamp()));
            }

            @Override
            public void close() {}
        };
        rig.registry.bindVideoDecoder(factory, Map.of(VideoDecoderFactory.MIME_TYPES, mime));
    }
}
