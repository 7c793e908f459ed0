// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.media.VideoFormat;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.outside.RtspCamera;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the media of GStreamer's RTSP server; the same as on FFmpeg's path. */
@Timeout(120)
class GStreamerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static RtspCamera camera;
    private static NetLoops loops;
    private static WorkThreads work;
    private final RtspCaptureDriver driver = new RtspCaptureDriver(loops, work);
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @BeforeAll
    static void start() throws IOException {
        loops = new NetLoops(1);
        work = new WorkThreads();
        camera = new RtspCamera();
    }

    @AfterAll
    static void stop() {
        if (camera != null) {
            camera.close();
        }
        loops.close();
        work.close();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private MediaSource open(String path, boolean forceTcp) throws CaptureException {
        return driver.open(new CaptureRequest("cam", camera.uri(path), forceTcp, TIMEOUT), sink);
    }

    @ParameterizedTest
    @CsvSource({
        "/aac,true,audio/mpeg4-generic,48000,2,21333",
        "/aac,false,audio/mpeg4-generic,48000,2,21333",
        "/pcmu,true,audio/PCMU,8000,1,0",
        "/pcma,false,audio/PCMA,8000,1,0",
        "/opus,false,audio/opus,48000,2,20000"
    })
    void camera_withSound_givesBothTracksOnOneClock(
            String path, boolean forceTcp, String audioType, int sampleRate, int channels, long duration)
            throws Exception {
        try (var source = open(path, forceTcp)) {
            sink.awaitFrames(0, 60, TIMEOUT);
            sink.awaitFrames(1, 60, TIMEOUT);
        }
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().sdpFmtpLine()).contains("profile-level-id=42");
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(320, 240);
        assertThat(video.reordered()).isFalse();
        var audio = (AudioFormat) sink.formats(1).get(0);
        assertThat(audio.codec().is(audioType)).isTrue();
        assertThat(audio)
                .extracting(AudioFormat::sampleRate, AudioFormat::channels)
                .containsExactly(sampleRate, channels);
        if (duration > 0) {
            assertThat(((EncodedFrame) sink.frames(1).get(30).frame()).duration())
                    .isCloseTo(duration, Offset.offset(1L));
        }
        long step = sink.frames(0).get(59).frame().timestamp()
                - sink.frames(0).get(9).frame().timestamp();
        assertThat(step).as("50 frames at 25 a second").isCloseTo(2_000_000, Offset.offset(500_000L));
        long apart = sink.frames(0).get(0).frame().timestamp()
                - sink.frames(1).get(0).frame().timestamp();
        assertThat(Math.abs(apart)).as("between the tracks").isLessThan(2_500_000);
    }

    @ParameterizedTest
    @CsvSource({"/h265,video/H265", "/tcp,video/H264", "/bare,video/H264", "/bframes,video/H264"})
    void camera_ofEachCodec_delivers(String path, String type) throws Exception {
        try (var source = open(path, false)) {
            sink.awaitFrames(0, 30, TIMEOUT);
        }
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().is(type)).isTrue();
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(320, 240);
        assertThat(video.reordered()).isEqualTo(path.equals("/bframes"));
        if (video.codec().is(Codec.H264)) {
            assertThat(sink.frames(0))
                    .filteredOn(each -> ((EncodedFrame) each.frame()).isKey())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(AnnexB.beginsWithParameterSets(((EncodedFrame) each.frame()).data()))
                            .isTrue());
        }
    }

    @Test
    void sound_thatIsNotKnown_isSaidAsUnused() throws Exception {
        try (var source = open("/mp3", true)) {
            sink.awaitFrames(0, 10, TIMEOUT);
        }
        assertThat(sink.tracks()).containsExactly(0);
        assertThat(sink.unusedTracks()).extracting(UnusedTrack::kind).containsExactly("audio");
    }

    @Test
    void camera_withSoundAlone_delivers() throws Exception {
        try (var source = open("/sound", false)) {
            sink.awaitFrames(0, 20, TIMEOUT);
        }
        assertThat(sink.formats(0).get(0).kind()).isEqualTo(MediaKind.AUDIO);
    }

    /** Its sender reports say when it captured, on both tracks alike. */
    @Test
    void camera_thatSendsReports_tellsWhenItCaptured() throws Exception {
        try (var source = open("/pcmu", true)) {
            sink.awaitFrames(0, 190, TIMEOUT);
        }
        long video = offset(0, 189);
        for (int i = 150; i < 190; i++) {
            assertThat(offset(0, i)).as("one clock").isCloseTo(video, Offset.offset(20_000L));
        }
        assertThat(offset(1, sink.frames(1).size() - 1)).as("for both").isCloseTo(video, Offset.offset(50_000L));
        assertThat(sink.frames(0).get(189).frame().captureTime())
                .isCloseTo(System.currentTimeMillis() * 1000, Offset.offset(20_000_000L));
    }

    private long offset(int track, int frame) {
        var each = sink.frames(track).get(frame).frame();
        return each.captureTime() - each.timestamp();
    }
}
