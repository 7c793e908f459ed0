// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.stream.Stream;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.Frames;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.Test;

/** A stream whose source has an odd clock, as its readers see it. */
final class OddClocksTest {
    private static final long SECOND = 1_000_000;
    private static final long PACKET = 20_000;

    private final Rig rig = new Rig();
    private final RecordingFrameReader pictures = new RecordingFrameReader();
    private final RecordingFrameReader sounds = new RecordingFrameReader();

    private FakeCaptureDriver watch() throws Exception {
        var driver = rig.driver(H264Samples.format(), H264Samples.opusFormat()).playing();
        Stream stream = rig.pull("cam1");
        stream.tracks().get(0).addReader(pictures);
        stream.tracks().get(1).addReader(sounds);
        return driver;
    }

    /** Plays so many seconds as they pass. */
    private void play(
            FakeCaptureDriver driver, int seconds, LongUnaryOperator pictureClock, LongUnaryOperator soundClock) {
        long begin = pictureTime(1);
        for (long now = begin, picture = 1, sound = 0; now < seconds * SECOND; now += PACKET / 2) {
            if (pictureTime(picture) <= now) {
                EncodedFrame frame = H264Samples.frame(picture++);
                driver.last().frame(0, Frames.at(frame, pictureClock.applyAsLong(frame.timestamp())));
            }
            if (sound * PACKET <= now) {
                EncodedFrame frame = H264Samples.opusPacket(sound++);
                driver.last().frame(1, Frames.at(frame, soundClock.applyAsLong(frame.timestamp())));
            }
            rig.loop.advance(Duration.ofMillis(10));
        }
    }

    private static long pictureTime(long index) {
        return H264Samples.frame(index).timestamp();
    }

    private static long longestStep(List<EncodedFrame> frames) {
        long longest = 0;
        for (int i = 1; i < frames.size(); i++) {
            longest = Math.max(
                    longest, frames.get(i).timestamp() - frames.get(i - 1).timestamp());
        }
        return longest;
    }

    @Test
    void clock_steps_readersSeeNoStop() throws Exception {
        var driver = watch();
        LongUnaryOperator clock =
                time -> time + (time < 5 * SECOND ? 0 : time < 9 * SECOND ? -4 * SECOND : 30 * SECOND);
        play(driver, 12, clock, clock);
        assertThat(longestStep(pictures.frames())).isLessThan(SECOND / 10);
        assertThat(longestStep(sounds.frames())).isEqualTo(PACKET);
        assertThat(pictures.frames()).isSortedAccordingTo((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
        long last = pictures.frames().get(pictures.frames().size() - 1).timestamp();
        assertThat(last).isBetween(11_800_000L, 12_100_000L);
    }

    @Test
    void sound_inexact_readersSeeWholePackets() throws Exception {
        var driver = watch();
        play(driver, 4, time -> time, time -> time + time / PACKET % 3 * 500);
        List<EncodedFrame> packets = sounds.frames();
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).timestamp() - packets.get(i - 1).timestamp())
                    .isEqualTo(PACKET);
        }
        assertThat(packets).hasSizeGreaterThan(190);
    }

    @Test
    void clock_good_framesPassAsTheyAre() throws Exception {
        var driver = watch();
        play(driver, 3, time -> time, time -> time);
        List<EncodedFrame> frames = pictures.frames();
        for (int i = 0; i < frames.size(); i++) {
            assertThat(frames.get(i).timestamp()).isEqualTo(pictureTime(i));
        }
    }
}
