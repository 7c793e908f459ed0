// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @AfterEach
    void close() {
        driver.close();
    }

    private static CaptureRequest request(String uri) {
        return new CaptureRequest("clip", URI.create(uri), false, TIMEOUT);
    }

    private void playToTheEnd(String name) throws CaptureException {
        try (var source = driver.open(request("file:" + name), sink)) {
            Await.until(TIMEOUT, "the end of " + name, () -> sink.ends() > 0);
        }
        assertThat(sink.failure()).isNull();
        assertThat(sink.ends()).isOne();
    }

    private List<Long> times(int track) {
        return sink.frames(track).stream().map(c -> c.frame().timestamp()).toList();
    }

    @Test
    void mp4_ofH264AndAac_givesAllFramesInRealTime() throws Exception {
        long begin = System.nanoTime();
        playToTheEnd("clip.mp4");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1_700), Duration.ofSeconds(8));
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().sdpFmtpLine()).contains("profile-level-id=42c0");
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(160, 120);
        assertThat(video.frameRate()).isEqualTo(25);
        assertThat(video.reordered()).isFalse();
        assertThat(sink.count(0)).isEqualTo(50);
        assertThat(sink.frames(0).get(1).frame().timestamp()
                        - sink.frames(0).get(0).frame().timestamp())
                .isEqualTo(40_000);
        var audio = (AudioFormat) sink.formats(1).get(0);
        assertThat(audio.codec().is(Codec.AAC)).isTrue();
        assertThat(audio)
                .extracting(AudioFormat::sampleRate, AudioFormat::channels)
                .containsExactly(48_000, 1);
        assertThat(audio.description().remaining()).isGreaterThanOrEqualTo(2);
        assertThat(sink.count(1)).isGreaterThan(90);
        assertThat(sink.formats(0)).hasSize(1);
        assertThat(sink.frames(0))
                .allSatisfy(c -> assertThat(AnnexB.nalTypes(((EncodedFrame) c.frame()).data()))
                        .isNotEmpty());
    }

    @Test
    void mp4_withBFrames_saysSoAndKeepsPresentationTimes() throws Exception {
        playToTheEnd("reordered.mp4");
        assertThat(((VideoFormat) sink.formats(0).get(0)).reordered()).isTrue();
        assertThat(sink.formats(0)).hasSize(1);
        assertThat(times(0)).hasSize(50).doesNotHaveDuplicates();
        assertThat(times(0)).isNotEqualTo(times(0).stream().sorted().toList());
        assertThat(times(0).stream().max(Long::compare)).contains(49 * 40_000L);
    }

    @Test
    void mpegTs_ofH264AndAac_losesItsAdtsHeaders() throws Exception {
        playToTheEnd("clip.ts");
        var audio = (AudioFormat) sink.formats(1).get(0);
        assertThat(audio.sampleRate()).isEqualTo(48_000);
        // AAC-LC, 48 kHz, one channel
        assertThat(audio.description()).isEqualTo(java.nio.ByteBuffer.wrap(new byte[] {0x11, (byte) 0x88}));
        assertThat(sink.count(0)).isEqualTo(25);
        assertThat(sink.frames(1))
                .allSatisfy(c -> assertThat(((EncodedFrame) c.frame()).data().getShort(0) & 0xfff0)
                        .isNotEqualTo(0xfff0));
        assertThat(sink.frames(0))
                .filteredOn(c -> ((EncodedFrame) c.frame()).isKey())
                .allSatisfy(c -> assertThat(AnnexB.beginsWithParameterSets(((EncodedFrame) c.frame()).data()))
                        .isTrue());
    }

    @Test
    void matroska_ofH265AndOpus_becomesAnnexB() throws Exception {
        playToTheEnd("clip.mkv");
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().is(Codec.H265)).isTrue();
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(160, 120);
        byte[] begin = new byte[5];
        ((EncodedFrame) sink.frames(0).get(0).frame()).data().get(begin);
        assertThat(begin).as("a VPS").startsWith(0, 0, 0, 1, 0x40);
        assertThat(sink.formats(1).get(0).codec()).isEqualTo(Codec.opus());
        assertThat(sink.count(1)).isGreaterThan(40);
    }

    @Test
    void quickTime_ofJpegAndAlaw_givesPicturesAndSound() throws Exception {
        playToTheEnd("jpeg.mov");
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().is(Codec.JPEG)).isTrue();
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(64, 48);
        assertThat(sink.formats(1).get(0).codec().is(Codec.PCMA)).isTrue();
        assertThat(sink.formats(1).get(0)).extracting("sampleRate").isEqualTo(8_000);
    }

    @Test
    void y4m_of422_givesI420() throws Exception {
        playToTheEnd("raw.y4m");
        assertThat(sink.formats(0).get(0).codec().is(Codec.RAW_VIDEO)).isTrue();
        assertThat(sink.frames(0)).hasSize(10);
        var picture = (VideoFrame) sink.frames(0).get(0).frame();
        assertThat(picture.width()).isEqualTo(34);
        assertThat(picture.height()).isEqualTo(18);
        assertThat(picture.data().get(0) & 0xff).as("brightness").isBetween(16, 235);
    }

    @Test
    void wav_ofSamples_givesSoundAlone() throws Exception {
        playToTheEnd("sound.wav");
        assertThat(sink.tracks()).containsExactly(0);
        int samples = sink.frames(0).stream()
                .mapToInt(c -> ((AudioFrame) c.frame()).samples())
                .sum();
        assertThat(samples).isEqualTo(8_000);
    }

    @Test
    void loop_ofAFile_goesOnInTime() throws Exception {
        try (var source = driver.open(request("file:jpeg.mov?loop=true"), sink)) {
            sink.awaitFrames(0, 50, TIMEOUT);
        }
        List<Long> times = times(0).subList(0, 50);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1))
                    .as("step to frame %d", i)
                    .isBetween(30_000L, 100_000L);
        }
        assertThat(times(1)).isSorted().doesNotHaveDuplicates();
        assertThat(sink.formats(0)).hasSize(1);
        assertThat(sink.ends()).isZero();
    }

    @Test
    void captureTime_ofAFile_isNow() throws Exception {
        playToTheEnd("jpeg.mov");
        MediaFrame last = sink.frames(0).get(sink.count(0) - 1).frame();
        assertThat(last.captureTime()).isCloseTo(System.currentTimeMillis() * 1000, Offset.offset(10_000_000L));
    }

    @Test
    void absolutePath_belowTheFolder_isRead() throws Exception {
        String path = Clips.folder().resolve("jpeg.mov").toUri().toString();
        try (var source = driver.open(request(path), sink)) {
            sink.awaitFrames(0, 3, TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/etc/passwd",
                "file:../../../../../pom.xml",
                "file:%2e%2e/clip.mp4",
                "file:///etc/hosts?loop=true",
                "file:/clip.mp4"
            })
    void path_outsideTheFolder_isRefused(String uri) {
        assertThatThrownBy(() -> driver.open(request(uri), sink))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("outside of the media folder");
        assertThat(sink.calls()).isZero();
    }

    @Test
    void symbolicLink_thatLeadsOut_isRefused(@TempDir Path folder) throws Exception {
        Files.createSymbolicLink(folder.resolve("out.mp4"), Clips.folder().resolve("clip.mp4"));
        Files.createSymbolicLink(folder.resolve("dir"), Clips.folder());
        var narrow = new FfmpegCaptureDriver(folder.toString(), Clocks.SYSTEM);
        for (String name : List.of("file:out.mp4", "file:dir/clip.mp4")) {
            assertThatThrownBy(() -> narrow.open(request(name), sink))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("outside of the media folder");
        }
        Files.delete(folder.resolve("out.mp4"));
        Files.delete(folder.resolve("dir"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:none.mp4", "file:.", "file:", "file://host/clip.mp4", "file:a%00b.mp4"})
    void noFile_isSaidSo(String uri) {
        if (uri.equals("file:")) {
            uri = "file:%20";
        }
        String wanted = uri;
        assertThatThrownBy(() -> driver.open(request(wanted), sink)).isInstanceOf(CaptureException.class);
    }

    @Test
    void noFolder_isSaidSo() {
        assertThatThrownBy(() -> new FfmpegCaptureDriver("", Clocks.SYSTEM).open(request("file:clip.mp4"), sink))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("mediaFolder");
        assertThatThrownBy(() ->
                        new FfmpegCaptureDriver("/nonexistent", Clocks.SYSTEM).open(request("file:clip.mp4"), sink))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("/nonexistent");
    }

    @Test
    void whatIsNotMedia_isSaidSo(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("text.mp4"), "This is no video.\n".repeat(500));
        Files.write(folder.resolve("empty.mp4"), new byte[0]);
        Files.writeString(
                folder.resolve("list.m3u8"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:/etc/passwd\n#EXT-X-ENDLIST\n");
        Files.writeString(folder.resolve("list.txt"), "ffconcat version 1.0\nfile /etc/passwd\n");
        var narrow = new FfmpegCaptureDriver(folder.toString(), Clocks.SYSTEM);
        for (String name : List.of("text.mp4", "empty.mp4", "list.m3u8", "list.txt")) {
            assertThatThrownBy(() -> narrow.open(request("file:" + name), sink))
                    .as(name)
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("file:" + name);
        }
        assertThat(sink.calls()).isZero();
    }

    @Test
    void unsupportedVideo_isNamed() {
        assertThatThrownBy(() -> driver.open(request("file:mpeg4.mp4"), sink))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("mpeg4")
                .hasMessageContaining("H.264");
    }

    @Test
    void damagedFiles_neverHarm(@TempDir Path folder) throws Exception {
        var random = new Random(3);
        var narrow = new FfmpegCaptureDriver(folder.toString(), Clocks.SYSTEM);
        for (String name : List.of("clip.mp4", "clip.ts", "clip.mkv", "jpeg.mov", "raw.y4m", "reordered.mp4")) {
            byte[] whole = Clips.bytes(name);
            for (int round = 0; round < 12; round++) {
                byte[] damaged =
                        java.util.Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int i = 0; i < 1 + damaged.length / 200 * (round % 4); i++) {
                    if (damaged.length > 0) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                }
                Files.write(folder.resolve(name), damaged);
                var tolerant = new CapturingFrameSink();
                var request = new CaptureRequest("damaged", URI.create("file:" + name), false, Duration.ofSeconds(2));
                try (var source = narrow.open(request, tolerant)) {
                    Await.within(Duration.ofMillis(60), () -> tolerant.ends() > 0);
                } catch (CaptureException e) {
                    assertThat(e).hasMessageContaining(name);
                    if (e.getCause() != null) {
                        throw e;
                    }
                }
                assertThat(tolerant.failure() == null || tolerant.failure().getCause() == null)
                        .as("%s round %d: %s", name, round, tolerant.failure())
                        .isTrue();
            }
        }
        narrow.close();
    }

    @Test
    void methods_onceTheDriverIsClosed_refuse() throws Exception {
        var source = driver.open(request("file:clip.mp4?loop=true"), sink);
        sink.awaitFrames(0, 1, TIMEOUT);
        driver.close();
        int calls = sink.calls();
        assertThat(Await.within(Duration.ofMillis(200), () -> sink.calls() != calls))
                .isFalse();
        source.close();
        assertThatThrownBy(() -> driver.open(request("file:clip.mp4"), sink)).isInstanceOf(CaptureException.class);
    }
}
