// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static void multipart(OutputStream out, int pictures) throws IOException {
        TinyServer.send(out, "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n");
        byte[] jpeg = Clips.jpeg();
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
        assertThat(((EncodedFrame) sink.frames(0).get(5).frame()).data())
                .isEqualTo(java.nio.ByteBuffer.wrap(Clips.jpeg()));
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
            int back = 0;
            for (int i = 1; i < times.size(); i++) {
                long step = times.get(i) - times.get(i - 1);
                back += step < 0 ? 1 : 0;
                assertThat(step)
                        .as("step to frame %d", i)
                        .isBetween(-1_500_000L, 200_000L)
                        .isNotZero();
            }
            assertThat(back).as("rounds").isLessThan(30);
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
}
