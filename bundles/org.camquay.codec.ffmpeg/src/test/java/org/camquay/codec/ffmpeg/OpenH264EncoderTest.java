// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.codec.VideoEncoder;
import org.camquay.api.codec.VideoEncoderConfig;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.Pictures;
import org.camquay.testkit.contract.VideoEncoderContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenH264EncoderTest extends VideoEncoderContract {
    private static final int LOW = 200_000;
    /** Bytes in 0.3 s at that bitrate. */
    private static final int SMALL = 7_500;
    /** Levels of noise that hardly anything is left of at that bitrate. */
    private static final int HEAVY = 120;

    @Override
    protected VideoEncoderFactory factory() {
        return new FfmpegVideoEncoderFactory();
    }

    @Override
    protected VideoDecoderFactory decoderFactory() {
        return new FfmpegVideoDecoderFactory();
    }

    @ParameterizedTest
    @CsvSource({"16,16", "322,242", "321,243", "1280,720"})
    void encode_anySize_decodesToItsEvenPart(int width, int height) throws Exception {
        List<VideoFrame> pictures = new ArrayList<>();
        var config = config(width, height, 1_000_000);
        var format = new VideoFormat(config.codec(), width, height, 30, false);
        try (var decoder = decoderFactory().open(format, pictures::add)) {
            try (var encoder = factory().open(config, unit -> decode(decoder, unit))) {
                for (int i = 0; i < 3; i++) {
                    encoder.encode(Pictures.moving(width, height, i, i * 33_000L), false);
                }
            }
        }
        assertThat(pictures).hasSize(3).allSatisfy(p -> {
            assertThat(p.width()).isEqualTo(width & ~1);
            assertThat(p.height()).isEqualTo(height & ~1);
        });
    }

    private static void decode(org.camquay.api.codec.VideoDecoder decoder, EncodedFrame unit) {
        try {
            decoder.decode(unit);
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bitrate_ofNoise_isKept() throws Exception {
        assertThat(bitsPerSecond(600_000)).isBetween(200_000L, 1_200_000L);
    }

    @Test
    void setTargetBitrate_muchLower_isKeptFromTheNextKeyFrame() throws Exception {
        List<EncodedFrame> units = new ArrayList<>();
        try (var encoder = factory().open(config(320, 240, 2_000_000), units::add)) {
            encode(encoder, 0, 60);
            assertThat(encoder.setTargetBitrate(300_000)).isTrue();
            encode(encoder, 60, 120);
        }
        assertThat(units).hasSize(120);
        assertThat(units.get(60).isKey()).isTrue();
        long before = bits(units.subList(1, 60));
        assertThat(bits(units.subList(61, 120))).isLessThan(before / 2);
    }

    @Test
    void setTargetBitrate_muchLower_keyFramesAreSmall_andAsFineAsBeforeWithTheOldOne() throws Exception {
        List<EncodedFrame> units = new ArrayList<>();
        try (var encoder = factory().open(config(320, 240, 2_000_000), units::add)) {
            encoder.encode(noise(0, HEAVY), false);
            encoder.setTargetBitrate(LOW);
            encoder.encode(noise(1, HEAVY), false);
            encoder.encode(noise(2, HEAVY), false);
            encoder.encode(noise(3, HEAVY), true);
            encoder.setTargetBitrate(2_000_000);
            encoder.encode(noise(4, HEAVY), false);
        }
        var sizes = units.stream().map(EncodedFrame::size).toList();
        assertThat(units).filteredOn(EncodedFrame::isKey).hasSize(4);
        assertThat(sizes.get(0)).as("%s", sizes).isGreaterThan(4 * SMALL);
        assertThat(sizes.get(4)).as("%s", sizes).isGreaterThan(4 * SMALL);
        assertThat(sizes.subList(1, 4)).as("the next, with its key frames").allMatch(size -> size <= SMALL);
    }

    @Test
    void keyFrames_ofAPictureThatBecomesSimple_becomeFineAgain() throws Exception {
        List<EncodedFrame> units = new ArrayList<>();
        try (var encoder = factory().open(config(320, 240, 2_000_000), units::add)) {
            encoder.setTargetBitrate(LOW);
            encoder.encode(noise(0, HEAVY), false);
            for (int i = 1; i < 9; i++) {
                encoder.encode(Pictures.moving(320, 240, 0, i * 1_000_000L / 30), true);
            }
        }
        var sizes = units.stream().map(EncodedFrame::size).toList();
        assertThat(units).allMatch(EncodedFrame::isKey);
        assertThat(sizes.get(8)).as("%s", sizes).isBetween(sizes.get(1) * 3 / 2, SMALL);
    }

    private long bitsPerSecond(int bitrate) throws CodecException {
        List<EncodedFrame> units = new ArrayList<>();
        try (var encoder = factory().open(config(320, 240, bitrate), units::add)) {
            encode(encoder, 0, 90);
        }
        return bits(units) / 3;
    }

    private static void encode(VideoEncoder encoder, int from, int to) throws CodecException {
        for (int i = from; i < to; i++) {
            encoder.encode(noise(i, 24), false);
        }
    }

    private static VideoFrame noise(int number, int levels) {
        var random = new Random(number);
        var soft = Pictures.moving(320, 240, 10 * number, number * 1_000_000L / 30);
        byte[] planes = new byte[soft.data().remaining()];
        soft.data().get(planes);
        for (int at = 0; at < 320 * 240; at++) {
            planes[at] += (byte) random.nextInt(levels);
        }
        return new VideoFrame(320, 240, soft.timestamp(), 0, java.nio.ByteBuffer.wrap(planes));
    }

    private static long bits(List<EncodedFrame> units) {
        return units.stream().mapToLong(EncodedFrame::size).sum() * 8;
    }

    @Test
    void open_main_givesMain() throws Exception {
        List<EncodedFrame> units = new ArrayList<>();
        var config = new VideoEncoderConfig(Codec.h264("4d001f"), 320, 240, 30, 500_000, 30);
        try (var encoder = factory().open(config, units::add)) {
            encoder.encode(Pictures.moving(320, 240, 0, 0), true);
        }
        assertThat(units.get(0).data().get(5)).isEqualTo((byte) 77);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "15,240", "-5,100", "16384,16384", "2147483647,2147483647"})
    void open_impossibleSize_isRefused(int width, int height) {
        assertThatThrownBy(() -> factory().open(config(width, height, 500_000), unit -> {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("openh264");
    }

    @Test
    void open_oddNumbers_areTaken() throws Exception {
        for (double frameRate : new double[] {0, -1, Double.NaN, 1e9, 0.01}) {
            var config = new VideoEncoderConfig(Codec.h264("42e01f"), 64, 64, frameRate, -5, 0);
            try (var encoder = factory().open(config, unit -> {})) {
                encoder.encode(Pictures.moving(64, 64, 0, 0), false);
                encoder.setTargetBitrate(Integer.MAX_VALUE);
                encoder.encode(Pictures.moving(64, 64, 1, 0), false);
                encoder.setTargetBitrate(Integer.MIN_VALUE);
                encoder.encode(Pictures.moving(64, 64, 1, -1), false);
            }
        }
    }

    @Test
    void encode_pictureOfAnotherSize_isRefused() throws Exception {
        try (var encoder = factory().open(config(320, 240, 500_000), unit -> {})) {
            assertThatThrownBy(() -> encoder.encode(Pictures.moving(640, 480, 0, 0), false))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("640x480");
        }
    }

    @Test
    void methods_onceClosed_doNothing() throws Exception {
        List<EncodedFrame> units = new ArrayList<>();
        var encoder = factory().open(config(320, 240, 500_000), units::add);
        encoder.close();
        encoder.encode(Pictures.moving(320, 240, 0, 0), true);
        assertThat(encoder.setTargetBitrate(1)).isFalse();
        assertThat(units).isEmpty();
    }

    @Test
    void close_fromTheOutput_isFine() throws Exception {
        var encoder = new VideoEncoder[1];
        int[] units = {0};
        encoder[0] = factory().open(config(320, 240, 500_000), unit -> {
            units[0]++;
            encoder[0].close();
        });
        encoder[0].encode(Pictures.moving(320, 240, 0, 0), false);
        encoder[0].encode(Pictures.moving(320, 240, 1, 33_000), false);
        assertThat(units[0]).isOne();
    }

    private static VideoEncoderConfig config(int width, int height, int bitrate) {
        return new VideoEncoderConfig(Codec.h264("42e01f"), width, height, 30, bitrate, 600);
    }
}
