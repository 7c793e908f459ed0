// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RTMP and SRT, served by the program ffmpeg. */
@Timeout(120)
final class StreamProgramsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();
    private Process server;

    @BeforeAll
    static void require() {
        OutsideProgram.require(OutsideProgram.FFMPEG, OutsideProgram.FFMPEG_RTMP, OutsideProgram.FFMPEG_SRT);
    }

    @AfterEach
    void close() {
        driver.close();
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private void serve(String... output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                Clips.folder().resolve("clip.mp4").toString(),
                "-c",
                "copy"));
        command.addAll(List.of(output));
        server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The program needs a moment to listen, and says nothing when it does. */
    private MediaSource openSoon(String uri) {
        var source = new MediaSource[1];
        Await.until(TIMEOUT, uri + " opens", () -> {
            try {
                source[0] =
                        driver.open(new CaptureRequest("program", URI.create(uri), false, Duration.ofSeconds(6)), sink);
                return true;
            } catch (CaptureException e) {
                return false;
            }
        });
        return source[0];
    }

    private void checkFormats() {
        var video = (VideoFormat) sink.formats(0).get(0);
        assertThat(video.codec().is(Codec.H264)).isTrue();
        assertThat(video).extracting(VideoFormat::width, VideoFormat::height).containsExactly(160, 120);
        var audio = (AudioFormat) sink.formats(1).get(0);
        assertThat(audio.codec().is(Codec.AAC)).isTrue();
        assertThat(audio.sampleRate()).isEqualTo(48_000);
    }

    @Test
    void rtmp_ofAListeningServer_isPlayedUntilItDies() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        String uri = "rtmp://127.0.0.1:" + port + "/live/cam";
        serve("-f", "flv", "-listen", "1", uri);
        try (var source = openSoon(uri)) {
            sink.awaitFrames(0, 40, TIMEOUT);
            sink.awaitFrames(1, 40, TIMEOUT);
            checkFormats();
            server.destroyForcibly();
            Await.until(TIMEOUT, "the end", () -> sink.ends() > 0);
        }
        assertThat(sink.failure()).hasMessageContaining("127.0.0.1");
    }

    @Test
    void srt_ofAListeningServer_isPlayedUntilItDies() throws Exception {
        int port;
        try (var free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        serve("-f", "mpegts", "srt://127.0.0.1:" + port + "?mode=listener");
        try (var source = openSoon("srt://127.0.0.1:" + port)) {
            sink.awaitFrames(0, 40, TIMEOUT);
            sink.awaitFrames(1, 40, TIMEOUT);
            checkFormats();
            server.destroyForcibly();
            Await.until(TIMEOUT, "the end", () -> sink.ends() > 0);
        }
        assertThat(sink.failure()).hasMessageContaining("127.0.0.1");
    }
}
