// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.capture.ffmpeg.TransportStream.AAC;
import static org.camquay.capture.ffmpeg.TransportStream.AUDIO;
import static org.camquay.capture.ffmpeg.TransportStream.H264;
import static org.camquay.capture.ffmpeg.TransportStream.UNTOLD;
import static org.camquay.capture.ffmpeg.TransportStream.VIDEO;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.EncodedFrame;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.H264Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MPEG-TS whose PES packets hold several frames, live, all at once: the times of arrival say nothing. */
final class TransportStreamTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int RATE_48_KHZ = 3;

    private final FfmpegCaptureDriver driver = Clips.driver();
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @AfterEach
    void close() {
        driver.close();
    }

    private void play(TransportStream stream, int track, int frames) throws Exception {
        byte[] bytes = stream.written();
        try (var server = new TinyServer((in, out) -> {
                    TinyServer.header(in);
                    TinyServer.send(out, "HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\n\r\n");
                    out.write(bytes);
                    out.flush();
                    TinyServer.swallow(in);
                });
                var source = driver.open(
                        new CaptureRequest("ts", URI.create("http://127.0.0.1:" + server.port() + "/"), false, TIMEOUT),
                        sink)) {
            sink.awaitFrames(track, frames, TIMEOUT);
        }
    }

    private List<Long> times(int track) {
        return sink.frames(track).stream().map(c -> c.frame().timestamp()).toList();
    }

    private static byte[] picture(int index) {
        var clip = H264Samples.clip();
        EncodedFrame frame = clip.get(index % clip.size());
        byte[] bytes = new byte[frame.size()];
        frame.data().get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 14})
    void sound_ofSeveralFramesAPacket_isEvenlySpaced(int each) throws Exception {
        var stream = new TransportStream(0, AAC);
        for (int i = 0; i < 168; i += each) {
            byte[][] frames = new byte[each][];
            for (int k = 0; k < each; k++) {
                frames[k] = TransportStream.adts(RATE_48_KHZ, 100 + i % 50 + k);
            }
            stream.pes(AUDIO, 900_000 + i * 1920L, frames);
        }
        play(stream, 0, 140);
        var times = times(0);
        for (int i = 1; i < 140; i++) {
            assertThat(times.get(i) - times.get(0))
                    .as("frame %d", i)
                    .isCloseTo(i * 21_333L + i / 3, Offset.offset(25L));
        }
        assertThat(sink.frames(0))
                .extracting(c -> ((EncodedFrame) c.frame()).duration())
                .containsOnly(21_333L);
    }

    @Test
    void pictures_ofWhichOnlyKeyFramesHaveTimes_areEvenlySpaced() throws Exception {
        var stream = new TransportStream(H264, 0);
        int gop = H264Samples.clip().size();
        for (int i = 0; i < 5 * gop; i++) {
            stream.pes(VIDEO, i % gop == 0 ? 900_000 + i * 3_000L : UNTOLD, picture(i));
        }
        play(stream, 0, 5 * gop - 4);
        var times = times(0);
        for (int i = 2 * gop + 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).as("step to %d", i).isCloseTo(33_333L, Offset.offset(400L));
        }
    }

    @Test
    void pictures_ofWhichTwoShareAPacket_areEvenlySpaced() throws Exception {
        var stream = new TransportStream(H264, 0);
        int gop = H264Samples.clip().size();
        for (int i = 0; i < 4 * gop; i += 2) {
            stream.pes(VIDEO, 900_000 + i * 3_000L, picture(i), picture(i + 1));
        }
        play(stream, 0, 4 * gop - 4);
        var times = times(0);
        for (int i = 5; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).as("step to %d", i).isCloseTo(33_333L, Offset.offset(400L));
        }
    }

    /** The parameter sets of a key frame stand at the end of the packet before. */
    @Test
    void sets_inThePacketOfThePictureBefore_areOfTheNextPicture() throws Exception {
        var stream = new TransportStream(H264, 0);
        for (int i = 0; i < 40; i++) {
            byte[] begin = units(picture(i), i == 0 ? List.of(AnnexB.SPS, AnnexB.PPS) : List.of());
            byte[] slices = units(picture(i), List.of(1, 5));
            byte[] sets = units(picture(i + 1), List.of(AnnexB.SPS, AnnexB.PPS));
            stream.pes(VIDEO, 900_000 + i * 3_000L, begin, slices, sets);
        }
        play(stream, 0, 38);
        var times = times(0);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i)).as("picture %d", i).isCloseTo(i * 33_333L, Offset.offset(400L));
        }
        assertThat(sink.frames(0).stream()
                        .map(c -> (EncodedFrame) c.frame())
                        .filter(EncodedFrame::isKey)
                        .toList())
                .hasSize(4)
                .allSatisfy(key ->
                        assertThat(AnnexB.beginsWithParameterSets(key.data())).isTrue());
    }

    /** The units of those types, as a byte stream. */
    private static byte[] units(byte[] picture, List<Integer> types) {
        byte[] found = {};
        for (var unit : ByteStream.find(picture, 0)) {
            if (types.contains(picture[unit.begin()] & 0x1f)) {
                found = TransportStream.concat(
                        found, TransportStream.bytes(0, 0, 0, 1), ByteStream.copy(picture, unit));
            }
        }
        return found;
    }
}
