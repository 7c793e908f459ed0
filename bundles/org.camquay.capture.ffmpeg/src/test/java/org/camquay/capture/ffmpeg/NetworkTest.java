// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources on 127.0.0.1 that need no outside program, good ones and bad ones. */
final class NetworkTest {
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

    private static byte[] jpeg() {
        byte[] movie = Clips.bytes("jpeg.mov");
        int begin = find(movie, 0, 0xd8);
        return Arrays.copyOfRange(movie, begin, find(movie, begin, 0xd9) + 2);
    }

    private static int find(byte[] bytes, int from, int marker) {
        for (int i = from; ; i++) {
            boolean hit = (bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == marker;
            if (hit && (marker != 0xd8 || (bytes[i + 2] & 0xff) == 0xff)) {
                return i;
            }
        }
    }

    private static void multipart(OutputStream out, int pictures) throws IOException {
        TinyServer.send(out, "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n");
        byte[] jpeg = jpeg();
        for (int i = 0; i < pictures; i++) {
            TinyServer.send(out, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n");
            out.write(jpeg);
            TinyServer.send(out, "\r\n");
            TinyServer.pause(20);
        }
    }

    @Test
    void http_multipartJpeg_givesPicturesTimedByTheirArrival() throws Exception {
        try (var server = new TinyServer((in, out) -> {
                    TinyServer.header(in);
                    multipart(out, 1000);
                });
                var source = open("http://127.0.0.1:" + server.port() + "/video.mjpg?password=s3cret", TIMEOUT)) {
            sink.awaitFrames(0, 40, TIMEOUT);
        }
        var format = (VideoFormat) sink.formats(0).get(0);
        assertThat(format.codec().is(Codec.JPEG)).isTrue();
        assertThat(format).extracting(VideoFormat::width, VideoFormat::height).containsExactly(64, 48);
        assertThat(sink.frames(0)).map(c -> c.frame().timestamp()).isSorted().doesNotHaveDuplicates();
        long span = sink.frames(0).get(39).frame().timestamp()
                - sink.frames(0).get(0).frame().timestamp();
        assertThat(span).isBetween(39 * 18_000L, 39 * 200_000L);
        assertThat(((EncodedFrame) sink.frames(0).get(5).frame()).data()).isEqualTo(java.nio.ByteBuffer.wrap(jpeg()));
    }

    @Test
    void http_multipartThatEnds_endsWithAReason() throws Exception {
        try (var server = new TinyServer((in, out) -> {
                    TinyServer.header(in);
                    multipart(out, 10);
                });
                var source = open("http://127.0.0.1:" + server.port() + "/", TIMEOUT)) {
            Await.until(TIMEOUT, "the end", () -> sink.ends() > 0);
        }
        assertThat(sink.failure()).hasMessageContaining("lost").hasMessageContaining("127.0.0.1");
    }

    @Test
    void http_fileOfKnownSize_playsInRealTimeToItsEnd() throws Exception {
        byte[] file = Clips.bytes("clip.mp4");
        try (var server = new TinyServer((in, out) -> {
            TinyServer.header(in);
            TinyServer.send(
                    out,
                    "HTTP/1.1 200 OK\r\nAccept-Ranges: bytes\r\nConnection: close\r\nContent-Type: video/mp4\r\n"
                            + "Content-Length: " + file.length + "\r\n\r\n");
            out.write(file);
        })) {
            long begin = System.nanoTime();
            try (var source = open("http://127.0.0.1:" + server.port() + "/clip.mp4", TIMEOUT)) {
                Await.until(TIMEOUT, "the end", () -> sink.ends() > 0);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_700));
        }
        assertThat(sink.failure()).isNull();
        assertThat(sink.count(0)).isEqualTo(50);
    }

    @Test
    void http_mpegTsWithoutEnd_isLive() throws Exception {
        byte[] stream = Clips.bytes("clip.ts");
        try (var server = new TinyServer((in, out) -> {
                    TinyServer.header(in);
                    TinyServer.send(out, "HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\n\r\n");
                    feed(stream, part -> {
                        out.write(part);
                        out.flush();
                    });
                });
                var source = open("http://127.0.0.1:" + server.port() + "/live.ts", TIMEOUT)) {
            sink.awaitFrames(0, 60, TIMEOUT);
            sink.awaitFrames(1, 60, TIMEOUT);
        }
        checkTimes();
    }

    private interface Output {
        void send(byte[] part) throws IOException;
    }

    /** Sends the stream again and again, so that its times jump back each second. */
    private static void feed(byte[] stream, Output output) throws IOException {
        for (int round = 0; round < 30; round++) {
            for (int at = 0; at < stream.length; at += 7 * 188) {
                output.send(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 7 * 188)));
                TinyServer.pause(60);
            }
        }
    }

    private void checkTimes() {
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().is(Codec.H264)).isTrue();
        assertThat(((AudioFormat) sink.formats(1).get(0)).codec().is(Codec.AAC)).isTrue();
        for (int track = 0; track < 2; track++) {
            var times =
                    sink.frames(track).stream().map(c -> c.frame().timestamp()).toList();
            assertThat(times).isSorted().doesNotHaveDuplicates();
            assertThat(times.get(times.size() - 1)).isLessThan(30_000_000);
        }
    }

    @Test
    void udp_mpegTs_isReceived() throws Exception {
        byte[] stream = Clips.bytes("clip.ts");
        int port;
        try (var free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        var stop = new AtomicBoolean();
        var sender = new Thread(() -> {
            try (var socket = new DatagramSocket()) {
                feed(stream, part -> {
                    if (stop.get()) {
                        throw new IOException("stop");
                    }
                    socket.send(new DatagramPacket(part, part.length, InetAddress.getByName("127.0.0.1"), port));
                });
            } catch (IOException e) {
                // told to stop
            }
        });
        sender.start();
        try (var source = open("udp://127.0.0.1:" + port, TIMEOUT)) {
            sink.awaitFrames(0, 30, TIMEOUT);
            stop.set(true);
            sender.join();
        } finally {
            stop.set(true);
        }
        checkTimes();
    }

    @Test
    void source_thatFallsSilent_endsWithAReason() throws Exception {
        try (var server = new TinyServer((in, out) -> {
                    TinyServer.header(in);
                    multipart(out, 20);
                    TinyServer.swallow(in);
                });
                var source = open("http://cam:s3cret@127.0.0.1:" + server.port() + "/", Duration.ofSeconds(2))) {
            Await.until(TIMEOUT, "the end", () -> sink.ends() > 0);
        }
        assertThat(sink.failure()).hasMessageContaining("sent nothing for 2 s").hasMessageNotContaining("s3cret");
        assertThat(sink.count(0)).isGreaterThan(10);
    }

    @Test
    void close_whileTheSourceIsSilent_isPrompt() throws Exception {
        try (var server = new TinyServer((in, out) -> {
            TinyServer.header(in);
            multipart(out, 5);
            TinyServer.swallow(in);
        })) {
            var source = open("http://127.0.0.1:" + server.port() + "/", Duration.ofSeconds(60));
            sink.awaitFrames(0, 2, TIMEOUT);
            TinyServer.pause(200);
            long begin = System.nanoTime();
            source.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
            assertThat(sink.ends()).isZero();
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
                "403 Forbidden|refuses the user",
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
