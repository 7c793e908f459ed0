// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.testkit.CapturingFrameSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that cannot be opened, and what is said about them. */
final class RefusedSourcesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @AfterEach
    void close() {
        driver.close();
    }

    private MediaSource open(String uri, Duration timeout) throws CaptureException {
        return driver.open(new CaptureRequest("network", URI.create(uri), false, timeout), sink);
    }

    private Throwable refused(String uri, Duration timeout) {
        long begin = System.nanoTime();
        Throwable thrown = catchThrowable(() -> open(uri, timeout));
        assertThat(thrown).isInstanceOf(CaptureException.class).hasMessageNotContaining("s3cret");
        assertThat(thrown.getCause()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(timeout.plusSeconds(3));
        assertThat(sink.calls()).isZero();
        return thrown;
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtmp", "http"})
    void open_ofAClosedPort_saysRefused(String scheme) throws Exception {
        assertThat(refused(scheme + "://cam:s3cret@127.0.0.1:" + closedPort() + "/live", TIMEOUT))
                .hasMessageContaining("refused")
                .hasMessageContaining("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtmp", "http", "srt", "https", "rtsps"})
    void open_ofAnUnknownHost_namesIt(String scheme) {
        assertThat(refused(scheme + "://cam:s3cret@no-such-camera.invalid:554/live", TIMEOUT))
                .hasMessageContaining("no host no-such-camera.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtmp", "http", "rtsps", "https"})
    void open_ofAServerThatNeverAnswers_endsInTime(String scheme) throws Exception {
        try (var server = new TinyServer((in, out) -> TinyServer.swallow(in))) {
            assertThat(refused(scheme + "://127.0.0.1:" + server.port() + "/live", Duration.ofSeconds(2)))
                    .hasMessageContaining("2 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "srt"})
    void open_ofADatagramPortWhereNothingComes_endsInTime(String scheme) throws Exception {
        try (var free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            int port = free.getLocalPort();
            if (scheme.equals("udp")) {
                free.close();
            }
            assertThat(refused(scheme + "://127.0.0.1:" + port, Duration.ofSeconds(2)))
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void open_interrupted_ends() throws Exception {
        try (var server = new TinyServer((in, out) -> TinyServer.swallow(in))) {
            var thrown = new AtomicReference<Throwable>();
            var opener = new Thread(() -> thrown.set(
                    catchThrowable(() -> open("http://127.0.0.1:" + server.port() + "/", Duration.ofSeconds(60)))));
            opener.start();
            TinyServer.pause(300);
            opener.interrupt();
            opener.join(5_000);
            assertThat(thrown.get()).isInstanceOf(CaptureException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 Unauthorized|refuses the user",
                "403 Forbidden|may not watch",
                "404 Not Found|no such stream"
            })
    void http_errors_areSaidInWords(String answer) throws Exception {
        String[] parts = answer.split("\\|");
        try (var server = new TinyServer((in, out) -> {
            TinyServer.header(in);
            TinyServer.send(out, "HTTP/1.1 " + parts[0] + "\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(refused("http://cam:s3cret@127.0.0.1:" + server.port() + "/x.mjpg", TIMEOUT))
                    .hasMessageContaining(parts[1]);
        }
    }

    @Test
    void http_playlistThatPointsToFiles_isRefused() throws Exception {
        String list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:"
                + Clips.folder().resolve("clip.ts") + "\n#EXT-X-ENDLIST\n";
        try (var server = new TinyServer((in, out) -> {
            TinyServer.header(in);
            TinyServer.send(
                    out,
                    "HTTP/1.0 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\nContent-Length: " + list.length()
                            + "\r\n\r\n" + list);
        })) {
            refused("http://127.0.0.1:" + server.port() + "/list.m3u8", TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "rtmp", "http"})
    void open_ofAServerThatAnswersGarbage_neverHarms(String scheme) throws Exception {
        var random = new Random(4);
        for (int round = 0; round < 8; round++) {
            byte[] garbage = new byte[1 + random.nextInt(20_000)];
            random.nextBytes(garbage);
            boolean dressed = round % 2 == 0;
            try (var server = new TinyServer((in, out) -> {
                if (dressed && !scheme.equals("rtmp")) {
                    String header = TinyServer.header(in);
                    String sequence = header.replaceAll("(?s).*CSeq: (\\d+).*", "$1");
                    String version = scheme.equals("rtsp") ? "RTSP/1.0 200 OK\r\nCSeq: " + sequence : "HTTP/1.1 200 OK";
                    TinyServer.send(out, version + "\r\nContent-Length: " + garbage.length + "\r\n\r\n");
                }
                out.write(garbage);
                out.flush();
            })) {
                refused(scheme + "://cam:s3cret@127.0.0.1:" + server.port() + "/live", Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v4l2:/dev/video99",
                "v4l2:/dev/v4l/by-id/none",
                "v4l2:/dev/video99?size=640x480&fps=30&format=mjpeg"
            })
    void v4l2_ofAMissingDevice_saysSo(String uri) {
        assertThat(refused(uri, TIMEOUT)).hasMessageContaining("no such device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v4l2:/etc/passwd",
                "v4l2:/dev/../etc/passwd",
                "v4l2:/dev/video0/../../etc/passwd",
                "v4l2:/dev/video0?size=big",
                "v4l2:/dev/video0?fps=-1",
                "v4l2:/dev/video0?format=a,b",
                "rtsp:camera",
                "http:///x",
                "gopher://127.0.0.1/",
                "concat:a"
            })
    void address_thatCannotBe_isRefused(String uri) {
        assertThat(refused(uri, TIMEOUT)).hasMessageContaining(";");
    }

    @Test
    void devices_areListedWithoutOpening() {
        assertThat(driver.devices())
                .allSatisfy(d -> assertThat(d.uri().getScheme()).isEqualTo("v4l2"));
    }

    @Test
    void manySources_oneAfterTheOther_leaveNothingBehind() throws Exception {
        // JavaCPP has ten places for functions that FFmpeg calls
        for (int i = 0; i < 30; i++) {
            var one = Clips.driver();
            var frames = new CapturingFrameSink();
            var request = new CaptureRequest("many", URI.create("file:jpeg.mov"), false, TIMEOUT);
            try (var source = one.open(request, frames)) {
                frames.awaitFrames(0, 1, TIMEOUT);
            }
            one.close();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("capture-many"));
    }

    @Test
    void name_ofASource_holdsNoSecret() {
        var uri = URI.create("http://cam:s3cret@host/video?user=cam&pwd=s3cret");
        assertThat(MediaLocation.name(uri)).isEqualTo("http://host/video");
        assertThat(new String(MediaLocation.name(uri).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .doesNotContain("s3cret");
    }
}
