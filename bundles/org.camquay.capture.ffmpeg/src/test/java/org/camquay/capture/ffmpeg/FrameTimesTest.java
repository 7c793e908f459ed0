// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.camquay.capture.ffmpeg.TransportStream.bytes;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.camquay.api.media.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames without a time of their own follow the one before by its own length, whatever the codec and the container. */
final class FrameTimesTest {
    /** A track, one packet of it, and how long that lasts in microseconds. */
    private record Sound(String name, TrackReader reader, byte[] packet, double micros) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ElementaryStream stream(int sampleRate, int channels, int... extradata) {
        return new ElementaryStream(
                0, AVMEDIA_TYPE_AUDIO, 0, "", 0, 0, 0, 0, sampleRate, channels, bytes(extradata), Orientation.UPRIGHT);
    }

    private static Sound aac(String name, double micros, int... config) {
        return new Sound("AAC " + name, new AacTrack(stream(0, 0, config)), new byte[60], micros);
    }

    private static Sound adts(String name, double micros, int rateIndex, int blocks) {
        byte[] frame = TransportStream.adts(rateIndex, 60);
        frame[6] |= (byte) (blocks - 1);
        return new Sound("ADTS " + name, new AacTrack(stream(0, 0)), frame, micros);
    }

    private static Sound opus(String name, double micros, int... packet) {
        return new Sound("Opus " + name, SoundTrack.opus(), java.util.Arrays.copyOf(bytes(packet), 60), micros);
    }

    private static Sound pcm(String mime, int rate, int channels, int size, double micros) {
        var track = SoundTrack.of(mime, stream(rate, channels), false);
        return new Sound(mime + " " + rate + "/" + channels, track, new byte[size], micros);
    }

    static List<Sound> sounds() {
        return List.of(
                aac("LC 48 kHz", 1024e6 / 48_000, 0x11, 0x88),
                aac("LC 44.1 kHz", 1024e6 / 44_100, 0x12, 0x10),
                aac("of 960 samples", 960e6 / 48_000, 0x11, 0x8c),
                aac("HE, SBR not told", 2048e6 / 48_000, 0x13, 0x08),
                aac("HE, SBR told", 2048e6 / 48_000, 0x2b, 0x09, 0x88, 0x00),
                aac("8 kHz", 1024e6 / 8_000, 0x15, 0x88),
                adts("48 kHz", 1024e6 / 48_000, 3, 1),
                adts("24 kHz, HE", 2048e6 / 48_000, 6, 1),
                adts("of two blocks", 2048e6 / 48_000, 3, 2),
                opus("20 ms", 20_000, 0xf8),
                opus("2.5 ms", 2_500, 0xe0),
                opus("60 ms of SILK", 60_000, 0x18),
                opus("two of 20 ms", 40_000, 0xf9),
                opus("three of 40 ms", 120_000, 0x13, 3),
                opus("six of 20 ms", 120_000, 0xfb, 0x86),
                pcm(Codec.PCMU, 8_000, 1, 160, 20_000),
                pcm(Codec.PCMA, 16_000, 1, 512, 32_000),
                pcm(Codec.PCMA, 8_000, 2, 2_304, 144_000),
                pcm(Codec.RAW_AUDIO, 44_100, 1, 882, 10_000),
                pcm(Codec.RAW_AUDIO, 48_000, 2, 4_096, 1024e6 / 48_000));
    }

    private static Packet packet(byte[] data, long pts, long arrival) {
        return new Packet(0, data, pts, pts, 0, arrival);
    }

    @ParameterizedTest
    @MethodSource("sounds")
    void frames_ofWhichOneInSixHasATime_areAsFarApartAsTheyLast(Sound sound) {
        for (boolean live : new boolean[] {true, false}) {
            var timeline = new Timeline(live);
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                long told = i % 6 == 0 ? 77_000_000 + Math.round(i * sound.micros) : Packet.NO_TIME;
                // six at a time, and late
                var packet = packet(sound.packet, told, i / 6 * 130_000L + i % 6);
                times.add(timeline.place(0, packet, false, sound.reader.length(packet)));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(times.get(i))
                        .as("frame %d, live %s", i, live)
                        .isCloseTo(Math.round(i * sound.micros), Offset.offset(6L));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sounds")
    void frame_tellsItsLength(Sound sound) {
        var packet = packet(sound.packet, 0, 0);
        assertThat(sound.reader.length(packet)).isCloseTo(Math.round(sound.micros), Offset.offset(1L));
    }

    @Test
    void frames_withTimesOfTheirOwn_keepThem() {
        var timeline = new Timeline(true);
        long[] told = {0, 20_000, 41_000, 62_000, 500_000};
        for (long time : told) {
            assertThat(timeline.place(0, packet(new byte[1], time, time), false, 20_000))
                    .isEqualTo(time);
        }
    }

    @Test
    void pictures_ofWhichOnlyKeyFramesHaveTimes_areSpreadBetweenThese() {
        var timeline = new Timeline(true);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long told = i % 25 == 0 ? 5_000_000 + i * 33_333L : Packet.NO_TIME;
            // parameter sets say 25 pictures a second, and it is 30
            var packet = new Packet(0, new byte[1], told, told, 40_000, i * 33_333L + i % 3 * 9_000);
            times.add(timeline.place(0, packet, false, 0));
        }
        for (int i = 51; i < 100; i++) {
            assertThat(times.get(i)).as("picture %d", i).isCloseTo(i * 33_333L, Offset.offset(50L));
        }
        assertThat(times.subList(25, 100)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void pictures_ofWhichTwoShareAPacket_areTheirDurationApart() {
        var timeline = new Timeline(true);
        for (int i = 0; i < 20; i++) {
            long told = i % 2 == 0 ? i * 40_000L : Packet.NO_TIME;
            var packet = new Packet(0, new byte[1], told, told, 40_000, i / 2 * 80_000L);
            assertThat(timeline.place(0, packet, false, 0)).isEqualTo(i * 40_000L);
        }
    }
}
