// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.testkit.CapturingFrameSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Motion JPEG over HTTP as servers really write it. */
final class MotionJpegTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @AfterEach
    void close() {
        driver.close();
    }

    /** What a server says of the whole, before a picture (LENGTH stands for its size), and behind it. */
    private enum Habit {
        PLAIN(
                "multipart/x-mixed-replace; boundary=b",
                "",
                "--b\nContent-Type: image/jpeg\nContent-Length: LENGTH\n\n",
                "\n"),
        NO_FIRST_BOUNDARY("multipart/x-mixed-replace; boundary=b", "", "Content-Type: image/jpeg\n\n", "\n--b\n"),
        NO_BOUNDARY_NAMED("multipart/x-mixed-replace", "", "--b\nContent-Type: image/jpeg\n\n", "\n"),
        QUOTED("multipart/x-mixed-replace;boundary=\"b c\"", "", "--b c\nContent-Type: image/jpeg\n\n", "\n"),
        DASHED("multipart/x-mixed-replace; boundary=--b", "", "--b\nContent-Type: image/jpeg\n\n", "\n"),
        NO_DASHES("multipart/x-mixed-replace; boundary=b", "", "b\nContent-Type: image/jpeg\n\n", "\n"),
        OTHER_BOUNDARY("multipart/x-mixed-replace; boundary=x", "", "--y\nContent-Type: image/jpeg\n\n", "\n"),
        NO_LENGTH("multipart/x-mixed-replace; boundary=b", "", "--b\nContent-Type: image/jpeg\n\n", "\n"),
        WRONG_LENGTH(
                "multipart/x-mixed-replace; boundary=b",
                "",
                "--b\nContent-Type: image/jpeg\nContent-Length: 7\n\n",
                "\n"),
        TOO_LONG_LENGTH(
                "multipart/x-mixed-replace; boundary=b",
                "",
                "--b\nContent-Type: image/jpeg\nContent-Length: 99999999\n\n",
                "\n"),
        PREAMBLE("multipart/x-mixed-replace; boundary=b", "Welcome.\n\n", "--b\nContent-Type: image/jpeg\n\n", "\n"),
        ODD_CASE(
                "Multipart/X-Mixed-Replace; BOUNDARY=b",
                "",
                "--b\nCONTENT-TYPE: Image/JPG\ncontent-length:LENGTH\n\n",
                ""),
        NO_HEADERS_OF_PARTS("multipart/x-mixed-replace; boundary=b", "", "--b\n\n", "\n"),
        TEXT_BETWEEN(
                "multipart/mixed; boundary=b",
                "",
                "--b\nContent-Type: text/plain\n\nmotion\n--b\nContent-Type: image/jpeg\n\n",
                "\n"),
        BARE("image/jpeg", "", "", "");

        private final String type;
        private final String preamble;
        private final String before;
        private final String after;

        Habit(String type, String preamble, String before, String after) {
            this.type = type;
            this.preamble = preamble;
            this.before = before;
            this.after = after;
        }
    }

    /** Sends pieces, in chunks where that is asked for. */
    private record Body(OutputStream out, boolean chunked) {
        void send(byte[] piece) throws IOException {
            if (piece.length > 0) {
                if (chunked) {
                    TinyServer.send(out, Integer.toHexString(piece.length) + "\r\n");
                }
                out.write(piece);
                TinyServer.send(out, chunked ? "\r\n" : "");
            }
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void serve(OutputStream out, Habit habit, boolean bareLineFeeds, boolean chunked)
            throws IOException {
        byte[] jpeg = Clips.jpeg();
        TinyServer.send(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: " + habit.type + "\r\n"
                        + (chunked ? "Transfer-Encoding: chunked\r\n" : "Connection: close\r\n") + "\r\n");
        var body = new Body(out, chunked);
        body.send(lines(habit.preamble, bareLineFeeds));
        for (int i = 0; i < 500; i++) {
            body.send(lines(habit.before.replace("LENGTH", "" + jpeg.length), bareLineFeeds));
            body.send(Arrays.copyOf(jpeg, 300));
            body.send(Arrays.copyOfRange(jpeg, 300, jpeg.length));
            body.send(lines(habit.after, bareLineFeeds));
            TinyServer.pause(10);
        }
    }

    private static String lines(String text, boolean bareLineFeeds) {
        return bareLineFeeds ? text : text.replace("\n", "\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void multipart_ofEachHabit_isPlayed(Habit habit) throws Exception {
        int number = habit.ordinal();
        try (var server = new TinyServer((in, out) -> {
                    TinyServer.header(in);
                    serve(out, habit, number % 3 == 1, number % 2 == 0);
                });
                var source = open("http://127.0.0.1:" + server.port() + "/video.cgi")) {
            sink.awaitFrames(0, 12, TIMEOUT);
        }
        var format = (VideoFormat) sink.formats(0).get(0);
        assertThat(format).extracting(VideoFormat::width, VideoFormat::height).containsExactly(64, 48);
        assertThat(sink.frames(0))
                .allSatisfy(
                        c -> assertThat(((EncodedFrame) c.frame()).data()).isEqualTo(ByteBuffer.wrap(Clips.jpeg())));
        assertThat(sink.frames(0)).map(c -> c.frame().timestamp()).isSorted().doesNotHaveDuplicates();
    }

    private org.camquay.api.capture.MediaSource open(String uri) throws CaptureException {
        return driver.open(new CaptureRequest("jpeg", URI.create(uri), false, TIMEOUT), sink);
    }

    @Test
    void snapshot_isRefusedWithARemedy() throws Exception {
        try (var server = new TinyServer((in, out) -> {
            TinyServer.header(in);
            TinyServer.send(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: " + Clips.jpeg().length
                            + "\r\n\r\n");
            out.write(Clips.jpeg());
        })) {
            assertThatThrownBy(() -> open("http://cam:s3cret@127.0.0.1:" + server.port() + "/snapshot.jpg"))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("single picture")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void picture_withAThumbnail_isOne() {
        byte[] jpeg = Clips.jpeg();
        byte[] thumbnail = TransportStream.concat(
                TransportStream.bytes(0xff, 0xd8, 0xff, 0xe1, (jpeg.length + 2) >> 8, jpeg.length + 2),
                jpeg,
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
        assertThat(cut(TransportStream.concat(thumbnail, jpeg)))
                .containsExactly(ByteBuffer.wrap(thumbnail), ByteBuffer.wrap(jpeg));
    }

    @Test
    void picture_withoutItsEnd_endsAtTheNext() {
        byte[] jpeg = Clips.jpeg();
        byte[] torn = Arrays.copyOf(jpeg, jpeg.length - 2);
        var pictures = cut(TransportStream.concat(torn, jpeg));
        assertThat(pictures).containsExactly(ByteBuffer.wrap(jpeg), ByteBuffer.wrap(jpeg));
    }

    @Test
    void picture_thatIsTooLarge_isLeftOut() {
        byte[] jpeg = Clips.jpeg();
        var cutter = new JpegCutter(jpeg.length - 1);
        cutter.feed(jpeg, jpeg.length);
        assertThat(cutter.next()).isNull();
    }

    @Test
    void anyBytes_neverHarm() {
        var random = new Random(7);
        var cutter = new JpegCutter(5_000);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = random.nextBoolean() ? new byte[100] : Clips.jpeg();
            if (bytes.length == 100) {
                random.nextBytes(bytes);
            }
            for (int k = random.nextInt(6); k > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            cutter.feed(bytes, random.nextInt(bytes.length + 1));
            for (byte[] picture = cutter.next(); picture != null; picture = cutter.next()) {
                assertThat(picture.length).isBetween(4, 5_000);
            }
        }
    }

    private static java.util.List<ByteBuffer> cut(byte[] bytes) {
        var cutter = new JpegCutter(1 << 20);
        java.util.List<ByteBuffer> pictures = new java.util.ArrayList<>();
        for (byte b : bytes) {
            cutter.feed(new byte[] {b}, 1);
            byte[] picture = cutter.next();
            if (picture != null) {
                pictures.add(ByteBuffer.wrap(picture));
            }
        }
        return pictures;
    }
}
