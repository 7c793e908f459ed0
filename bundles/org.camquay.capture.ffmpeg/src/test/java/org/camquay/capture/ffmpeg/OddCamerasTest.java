// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.media.VideoFormat;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.outside.OddCameras;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RTSP cameras as people have them, through FFmpeg: how they want their user to log in, and what else they send. */
@Timeout(120)
final class OddCamerasTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static OddCameras cameras;
    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @BeforeAll
    static void start() throws IOException {
        var clips = org.camquay.testkit.outside.Clips.make(
                Path.of("target", "clips"), "plain.h264", "plain.h265", "gdr.h264", "opengop2.h264", "tone.aac");
        cameras = new OddCameras(clips);
    }

    @AfterAll
    static void stop() {
        if (cameras != null) {
            cameras.close();
        }
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private MediaSource open(URI uri) throws CaptureException {
        return driver.open(new CaptureRequest("cam", uri, true, TIMEOUT), sink);
    }

    private String refused(URI uri) {
        var thrown = catchThrowable(() -> open(uri));
        assertThat(thrown).isInstanceOf(CaptureException.class).hasMessageNotContaining("s3cret");
        return thrown.getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "md5", "qop", "qops", "sess", "stale", "both", "basicmd5"})
    void login_thatFfmpegKnows_isAnswered(String kind) throws Exception {
        try (var source = open(cameras.uriWithLogin("file=plain.h264 auth=" + kind))) {
            sink.awaitFrames(0, 10, TIMEOUT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sha256,Digest SHA-256",
        "sha256qop,Digest SHA-256",
        "both2,Digest MD5 or Digest SHA-256",
        "sha512,Digest SHA-512-256",
        "negotiate,Negotiate"
    })
    void login_thatFfmpegDoesNotKnow_isNotCalledAWrongPassword(String kind, String named) {
        assertThat(refused(cameras.uriWithLogin("file=plain.h264 auth=" + kind)))
                .contains("login by " + named + ",")
                .contains("password was not tried")
                .doesNotContain("refuses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "md5", "qop", "both"})
    void password_thatIsWrong_isCalledSo(String kind) {
        assertThat(refused(cameras.uriWithLogin("file=plain.h264 pass=other auth=" + kind)))
                .contains("refuses the user or password; check both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "md5"})
    void password_thatIsNotGiven_isAskedFor(String kind) {
        assertThat(refused(cameras.uri("file=plain.h264 auth=" + kind)))
                .contains("since none is given; write rtsp://user:password@127.0.0.1");
    }

    @Test
    void tracks_thatNobodyGets_areToldWithTheReason() throws Exception {
        try (var source = open(cameras.uri("file=plain.h264 audio=pcma tracks=vawm"))) {
            sink.awaitFrames(0, 10, TIMEOUT);
            sink.awaitFrames(1, 10, TIMEOUT);
        }
        // of other media FFmpeg says nothing
        assertThat(sink.unusedTracks()).singleElement().satisfies(track -> {
            assertThat(track).extracting(UnusedTrack::kind, UnusedTrack::codec).containsExactly("video", "H264");
            assertThat(track.reason()).contains("address of its own");
        });
    }

    @Test
    void sound_thatCannotBeHad_isToldWithTheReason() throws Exception {
        try (var source = open(cameras.uri("file=plain.h264 audio=g726"))) {
            sink.awaitFrames(0, 10, TIMEOUT);
        }
        assertThat(sink.unusedTracks()).singleElement().satisfies(track -> {
            assertThat(track.kind()).isEqualTo("audio");
            assertThat(track.codec()).startsWith("G726");
            assertThat(track.reason()).contains("set the camera to AAC, G.711 or Opus");
        });
    }

    @ParameterizedTest
    @CsvSource({"plain.h264,prev", "plain.h264,own", "plain.h265,prev", "plain.h265,own"})
    void sets_thatComeInBandOnly_withAnyTime_openTheStream(String file, String time) throws Exception {
        try (var source = open(cameras.uri("file=" + file + " sdpsets=0 setts=" + time))) {
            sink.awaitFrames(0, 60, TIMEOUT);
        }
    }

    /** Gradual refresh; an open GOP whose intra pictures tell a recovery point; the same without telling it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"file=gdr.h264 noidr=1", "file=opengop2.h264 noidr=1", "file=opengop2.h264 noidr=1 nosei=1"})
    void camera_withoutIdrPictures_beginsWhereDecodersRecover(String habits) throws Exception {
        try (var source = open(cameras.uri(habits))) {
            sink.awaitFrames(0, 80, TIMEOUT);
        }
        var formats = sink.formats(0);
        assertThat(((VideoFormat) formats.get(formats.size() - 1)).recovery()).isTrue();
        var frames = sink.frames(0).stream().map(c -> (EncodedFrame) c.frame()).toList();
        assertThat(frames.get(0).isKey()).isTrue();
        assertThat(frames).filteredOn(EncodedFrame::isKey).hasSizeGreaterThan(1).allSatisfy(key -> {
            byte[] bytes = new byte[key.size()];
            key.data().get(bytes);
            assertThat(ByteStream.find(bytes, 0))
                    .extracting(unit -> bytes[unit.begin()] & 0x1f)
                    .startsWith(AnnexB.SPS, AnnexB.PPS)
                    .doesNotContain(5);
        });
    }

    @Test
    void camera_withIdrPictures_hasNoRecovery() throws Exception {
        try (var source = open(cameras.uri("file=plain.h264"))) {
            sink.awaitFrames(0, 30, TIMEOUT);
        }
        assertThat(sink.formats(0))
                .allSatisfy(
                        format -> assertThat(((VideoFormat) format).recovery()).isFalse());
    }

    /** Neither IDR pictures nor a word about recovery: nothing can be shown, and the status says why. */
    @Test
    void camera_thatADecoderCannotBeginWith_isSaidToBeSo() throws Exception {
        try (var source = open(cameras.uri("file=gdr.h264 noidr=1 nosei=1"))) {
            Await.until(TIMEOUT, "a reason", () -> !sink.waiting().isEmpty());
        }
        assertThat(sink.waiting())
                .contains("no key frame and no recovery point")
                .contains("key frame interval");
        assertThat(sink.frames(0)).isEmpty();
    }
}
