// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.media.VideoFormat;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.outside.Clips;
import org.camquay.testkit.outside.OddCameras;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the packets of cameras with odd habits. */
@Timeout(180)
class OddMediaTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ENOUGH = 40;

    private static NetLoops loops;
    private static WorkThreads work;
    private static OddCameras cameras;

    private final RtspCaptureDriver driver = new RtspCaptureDriver(loops, work);
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @BeforeAll
    static void start() throws IOException {
        var clips = Clips.make(
                Path.of("target", "clips"),
                "plain.h264",
                "aud.h264",
                "slices.h264",
                "big.h264",
                "key750.h264",
                "gdr.h264",
                "plain.h265",
                "tone.aac");
        loops = new NetLoops(1);
        work = new WorkThreads();
        cameras = new OddCameras(clips);
    }

    @AfterAll
    static void stop() {
        if (cameras != null) {
            cameras.close();
            loops.close();
            work.close();
        }
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void open(String habits) throws Exception {
        boolean tcp = !habits.contains("over=udp");
        driver.open(
                new CaptureRequest(
                        "cam", cameras.uri(habits.replace("over=udp", "").strip()), tcp, TIMEOUT),
                sink);
    }

    private List<EncodedFrame> encoded(int track) {
        return sink.frames(track).stream()
                .map(each -> (EncodedFrame) each.frame())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file=plain.h264",
                "file=plain.h264 over=udp",
                "file=plain.h265",
                "file=aud.h264",
                "file=slices.h264",
                "file=slices.h264 marker=0",
                "file=plain.h264 marker=0",
                "file=slices.h264 marker=all",
                "file=plain.h264 sdpsets=0",
                "file=plain.h264 inband=0",
                "file=plain.h265 inband=0",
                "file=plain.h264 aggregate=1",
                "file=plain.h264 aggregate=sei",
                "file=plain.h264 pad=1 ext=1",
                "file=plain.h264 setts=own",
                "file=plain.h264 setts=prev",
                "file=plain.h264 reorder=1 over=udp",
                "file=plain.h264 dup=20 over=udp",
                "file=plain.h264 chan=9 junk=1",
                "file=key750.h264 fps=10 over=udp",
            })
    void pictures_areWholeAndInTime(String habits) throws Exception {
        open(habits + " audio=none sr=none");
        sink.awaitFrames(0, ENOUGH, TIMEOUT);
        var frames = encoded(0);
        assertThat(frames.get(0).isKey()).isTrue();
        var format = (VideoFormat) sink.formats(0).get(sink.formats(0).size() - 1);
        assertThat(format.width()).isGreaterThan(300);
        long step = habits.contains("fps=10") ? 100_000 : 40_000;
        for (int i = 1; i < ENOUGH; i++) {
            assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp())
                    .as("step " + i)
                    .isBetween(step - 50, step + 50);
        }
        assertThat(frames).filteredOn(EncodedFrame::isKey).hasSizeBetween(1, 5);
    }

    @Test
    void size_thatChangesInBand_isToldBeforeItsFirstPicture() throws Exception {
        open("file=plain.h264+big.h264 switch=2 audio=none setts=prev");
        Await.until(
                TIMEOUT,
                "second size",
                () -> sink.formats(0).stream().anyMatch(each -> ((VideoFormat) each).width() == 640));
        assertThat(sink.formats(0)).hasSizeBetween(2, 4);
    }

    @Test
    void losses_leaveMostPictures() throws Exception {
        open("file=plain.h264 audio=pcma loss=2 over=udp");
        sink.awaitFrames(0, 2 * ENOUGH, TIMEOUT);
        sink.awaitFrames(1, ENOUGH, TIMEOUT);
        var frames = encoded(0);
        long span = frames.get(2 * ENOUGH - 1).timestamp() - frames.get(0).timestamp();
        assertThat(span / 40_000).isLessThan(3 * ENOUGH);
    }

    @ParameterizedTest
    @CsvSource({
        "aac aus=1, 21333",
        "aac aus=4, 21333",
        "latm aus=1, 21333",
        "latm aus=3, 21333",
        "pcma aptime=20, 20000",
        "pcmu aptime=200, 200000",
        "pcma16 aptime=20, 20000",
    })
    void sound_hasTheLengthOfWhatIsInThePacket(String audio, long micros) throws Exception {
        open("file=plain.h264 sr=none audio=" + audio);
        sink.awaitFrames(1, 20, TIMEOUT);
        var frames = encoded(1);
        for (int i = 1; i < 20; i++) {
            assertThat(frames.get(i).duration()).isBetween(micros - 1, micros + 1);
            assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp())
                    .isBetween(micros - 50, micros + 50);
        }
        assertThat(((AudioFormat) sink.formats(1).get(0)).sampleRate())
                .isEqualTo(
                        audio.startsWith("aac") || audio.startsWith("latm")
                                ? 48_000
                                : audio.startsWith("pcma16") ? 16_000 : 8000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l16", "l16s"})
    void samples_areHandedOnAsSamples(String audio) throws Exception {
        open("file=plain.h264 sr=none audio=" + audio);
        sink.awaitFrames(1, 20, TIMEOUT);
        for (var each : sink.frames(1)) {
            assertThat(((AudioFrame) each.frame()).samples()).isPositive();
        }
        assertThat(((AudioFormat) sink.formats(1).get(0)).channels()).isEqualTo(audio.equals("l16s") ? 2 : 1);
    }

    @Test
    void tracks_thatAreNotUsed_areToldWithTheReason() throws Exception {
        open("file=plain.h264 tracks=bvwamx audio=pcma");
        sink.awaitFrames(0, 5, TIMEOUT);
        sink.awaitFrames(1, 5, TIMEOUT);
        assertThat(sink.unusedTracks()).extracting(UnusedTrack::kind).contains("audio", "video", "application");
        assertThat(sink.unusedTracks())
                .extracting(UnusedTrack::reason)
                .anyMatch(reason -> reason.contains("loudspeaker"))
                .anyMatch(reason -> reason.contains("one picture"));
    }

    @Test
    void pictures_withoutKeyFrame_areWaitedForWithAReason() throws Exception {
        open("file=gdr.h264 noidr=1 nosei=1");
        Await.until(TIMEOUT, "reason", () -> sink.waiting().contains("key frame"));
        assertThat(sink.frames(0)).isEmpty();
    }

    @Test
    void pictures_withRecoveryPointsOnly_beginAtOne() throws Exception {
        open("file=gdr.h264 noidr=1");
        sink.awaitFrames(0, ENOUGH, TIMEOUT);
        var formats = sink.formats(0);
        assertThat(((VideoFormat) formats.get(formats.size() - 1)).recovery()).isTrue();
        assertThat(encoded(0).get(0).isKey()).isTrue();
    }

    @Test
    void reports_giveCaptureTimes() throws Exception {
        open("file=plain.h264 audio=pcma srevery=1");
        Await.until(
                TIMEOUT,
                "a capture time",
                () -> sink.frames(0).stream().anyMatch(each -> each.frame().captureTime() != MediaFrame.UNKNOWN_TIME));
    }

    @Test
    void goodbye_endsTheSource() throws Exception {
        open("file=plain.h264 bye=1 die=4");
        Await.until(TIMEOUT, "the end", () -> sink.ends() == 1);
    }
}
