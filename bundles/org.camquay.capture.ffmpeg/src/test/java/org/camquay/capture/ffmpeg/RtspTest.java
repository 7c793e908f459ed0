// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.data.Offset;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.outside.RtspCamera;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real RTSP against GStreamer's server. */
@Timeout(120)
final class RtspTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static RtspCamera camera;
    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @BeforeAll
    static void start() throws IOException {
        camera = new RtspCamera();
    }

    @AfterAll
    static void stop() {
        if (camera != null) {
            camera.close();
        }
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private MediaSource open(URI uri, boolean forceTcp, Duration timeout) throws CaptureException {
        return driver.open(new CaptureRequest("cam", uri, forceTcp, timeout), sink);
    }

    @ParameterizedTest
    @CsvSource({
        "/aac,true,audio/mpeg4-generic,48000,2",
        "/aac,false,audio/mpeg4-generic,48000,2",
        "/pcmu,true,audio/PCMU,8000,1",
        "/pcma,false,audio/PCMA,8000,1",
        "/opus,false,audio/opus,48000,2"
    })
    void camera_withSound_givesBothTracksOnOneClock(
            String path, boolean forceTcp, String audioType, int sampleRate, int channels) throws Exception {
        long begin = System.nanoTime();
        try (var source = open(camera.uri(path), forceTcp, TIMEOUT)) {
            Duration opening = Duration.ofNanos(System.nanoTime() - begin);
            sink.awaitFrames(0, 60, TIMEOUT);
            sink.awaitFrames(1, 60, TIMEOUT);
            System.getLogger("rtsp").log(System.Logger.Level.DEBUG, "{0} opened in {1}", path, opening);
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
        long step = sink.frames(0).get(59).frame().timestamp()
                - sink.frames(0).get(9).frame().timestamp();
        assertThat(step).as("50 frames at 25 a second").isCloseTo(2_000_000, Offset.offset(500_000L));
        long apart = sink.frames(0).get(0).frame().timestamp()
                - sink.frames(1).get(0).frame().timestamp();
        assertThat(Math.abs(apart)).as("between the tracks").isLessThan(2_500_000);
        assertThat(sink.frames(0).get(59).frame().captureTime())
                .isCloseTo(System.currentTimeMillis() * 1000, Offset.offset(20_000_000L));
    }

    /** Its sender reports put picture and sound on one clock without the jitter of arrival. */
    @Test
    void camera_thatSendsReports_tellsWhenItCaptured() throws Exception {
        var delays = new ConcurrentLinkedQueue<Long>();
        var timed = new Timed(sink, delays);
        try (var source = driver.open(new CaptureRequest("cam", camera.uri("/pcmu"), true, TIMEOUT), timed)) {
            sink.awaitFrames(0, 190, Duration.ofSeconds(30));
        }
        var video = offsets(0);
        var audio = offsets(1);
        assertThat(video.subList(120, 190))
                .as("one clock")
                .allSatisfy(offset -> assertThat(offset).isCloseTo(video.get(189), Offset.offset(2_000L)));
        assertThat(audio.get(audio.size() - 1)).as("for both").isCloseTo(video.get(189), Offset.offset(20_000L));
        assertThat(median(delays, 70))
                .as("captured before it came, and not long")
                .isBetween(0L, 1_000_000L);
    }

    /** Eight pictures a second: whoever waits for the next one is 125 ms late. */
    @Test
    void pictures_onceTheirEndIsKnown_doNotWaitForTheNext() throws Exception {
        var delays = new ConcurrentLinkedQueue<Long>();
        try (var slow = new RtspCamera("--fps", "8");
                var source = driver.open(
                        new CaptureRequest("cam", slow.uri("/video"), true, TIMEOUT), new Timed(sink, delays))) {
            sink.awaitFrames(0, 100, Duration.ofSeconds(40));
        }
        System.out.println("from capture to us, microseconds: " + median(delays, 30));
        assertThat(median(delays, 30)).isBetween(0L, 100_000L);
    }

    private List<Long> offsets(int track) {
        return sink.frames(track).stream()
                .map(c -> c.frame().captureTime() - c.frame().timestamp())
                .toList();
    }

    private static long median(Collection<Long> delays, int last) {
        return delays.stream()
                .skip(Math.max(0, delays.size() - last))
                .sorted()
                .skip(last / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Notes how long after its capture each picture came. */
    private record Timed(FrameSink sink, Queue<Long> delays) implements FrameSink {
        @Override
        public void onFormat(int track, TrackFormat format) {
            sink.onFormat(track, format);
        }

        @Override
        public void onFrame(int track, MediaFrame frame) {
            if (track == 0) {
                delays.add(Clocks.SYSTEM.wallMicros() - frame.captureTime());
            }
            sink.onFrame(track, frame);
        }

        @Override
        public void onEnded(CaptureException failure) {
            sink.onEnded(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({"/h265,video/H265", "/jpeg,video/JPEG", "/tcp,video/H264", "/bare,video/H264"})
    void camera_ofAnyCodec_delivers(String path, String type) throws Exception {
        try (var source = open(camera.uri(path), false, TIMEOUT)) {
            sink.awaitFrames(0, 30, TIMEOUT);
        }
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().is(type)).isTrue();
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(320, 240);
        if (video.codec().is(Codec.H264)) {
            assertThat(sink.frames(0))
                    .filteredOn(c -> ((EncodedFrame) c.frame()).isKey())
                    .isNotEmpty()
                    .allSatisfy(c -> assertThat(AnnexB.beginsWithParameterSets(((EncodedFrame) c.frame()).data()))
                            .isTrue());
        }
    }

    @Test
    void camera_withBFrames_isSaidToReorder() throws Exception {
        try (var source = open(camera.uri("/bframes"), true, TIMEOUT)) {
            sink.awaitFrames(0, 30, TIMEOUT);
        }
        assertThat(((VideoFormat) sink.formats(0).get(0)).reordered()).isTrue();
        var times = sink.frames(0).stream().map(c -> c.frame().timestamp()).toList();
        assertThat(times).isNotEqualTo(times.stream().sorted().toList());
    }

    @Test
    void camera_withSoundWeDoNotKnow_hasNoSound() throws Exception {
        try (var source = open(camera.uri("/mp3"), true, TIMEOUT)) {
            sink.awaitFrames(0, 30, TIMEOUT);
        }
        assertThat(sink.tracks()).containsExactly(0);
    }

    @Test
    void camera_withSoundAlone_delivers() throws Exception {
        try (var source = open(camera.uri("/sound"), false, TIMEOUT)) {
            sink.awaitFrames(0, 20, TIMEOUT);
        }
        assertThat(sink.formats(0).get(0).kind()).isEqualTo(MediaKind.AUDIO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "digest"})
    void password_ofEitherKind_opens(String kind) throws Exception {
        try (var guarded = new RtspCamera("--auth", kind)) {
            try (var source = open(guarded.uri("cam", "s3cret", "/video"), false, TIMEOUT)) {
                sink.awaitFrames(0, 10, TIMEOUT);
            }
            for (URI uri : new URI[] {guarded.uri("cam", "wr0ng", "/video"), guarded.uri("/video")}) {
                assertThatThrownBy(() -> open(uri, false, TIMEOUT))
                        .isInstanceOf(CaptureException.class)
                        .hasMessageContaining("refuses the user or password")
                        .hasMessageNotContaining("wr0ng");
            }
        }
    }

    @Test
    void path_thatTheCameraDoesNotKnow_isSaidSo() {
        assertThatThrownBy(() -> open(camera.uri("/nothing"), false, TIMEOUT))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no such stream");
    }

    /** Between us and the camera stands one who asks for the packets at ports where nobody listens. */
    @Test
    void udp_thatDoesNotComeThrough_isReplacedByTcp() throws Exception {
        String path = camera.uri("/pcmu").getPath();
        try (var proxy = new TinyServer((in, out) -> {
                    try (var socket = new Socket("127.0.0.1", camera.uri("/").getPort())) {
                        var answers = new Thread(() -> copy(socket, out));
                        answers.start();
                        for (String header = TinyServer.header(in); !header.isEmpty(); header = TinyServer.header(in)) {
                            TinyServer.send(
                                    socket.getOutputStream(),
                                    header.replaceAll("client_port=\\d+-\\d+", "client_port=9-10"));
                        }
                    }
                });
                var source =
                        open(URI.create("rtsp://127.0.0.1:" + proxy.port() + path), false, Duration.ofSeconds(9))) {
            sink.awaitFrames(0, 30, TIMEOUT);
            sink.awaitFrames(1, 30, TIMEOUT);
        }
    }

    private static void copy(Socket from, OutputStream to) {
        try {
            from.getInputStream().transferTo(to);
        } catch (IOException e) {
            // one side went
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void camera_thatDies_endsTheSource(boolean forceTcp) throws Exception {
        var mortal = new RtspCamera();
        try (mortal;
                var source = open(mortal.uri("/video"), forceTcp, Duration.ofSeconds(5))) {
            sink.awaitFrames(0, 10, TIMEOUT);
            mortal.close();
            Await.until(TIMEOUT, "the end", () -> sink.ends() > 0);
        }
        assertThat(sink.ends()).isOne();
        assertThat(sink.failure()).hasMessageContaining("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void close_whilePlaying_isPromptAndFreesTheCamera(boolean forceTcp) throws Exception {
        for (int i = 0; i < 5; i++) {
            var source = open(camera.uri("/video"), forceTcp, TIMEOUT);
            sink.awaitFrames(0, 3 * (i + 1), TIMEOUT);
            long begin = System.nanoTime();
            source.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
