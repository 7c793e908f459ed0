// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.Pictures;
import org.camquay.testkit.contract.VideoDecoderContract;
import org.junit.jupiter.api.Test;

final class JpegDecoderTest extends VideoDecoderContract {
    private static final int COUNT = 12;

    @Override
    protected VideoDecoderFactory factory() {
        return new FfmpegVideoDecoderFactory();
    }

    @Override
    protected VideoFormat format() {
        return new VideoFormat(Codec.video(Codec.JPEG), 160, 120, 25, false);
    }

    @Override
    protected Optional<VideoFrame> firstPicture() {
        return Optional.of(limited(picture(0)));
    }

    private static VideoFrame picture(int index) {
        return Pictures.moving(160, 120, index, index * 40_000L);
    }

    /** JPEG has levels 0 to 255; encoders take 16 to 235 for brightness and 16 to 240 for colour. */
    private static VideoFrame limited(VideoFrame full) {
        byte[] planes = new byte[full.data().remaining()];
        full.data().get(planes);
        for (int i = 0; i < planes.length; i++) {
            int level = planes[i] & 0xff;
            planes[i] = (byte) (i < 160 * 120 ? 16 + level * 219 / 255 : 128 + (level - 128) * 224 / 255);
        }
        return new VideoFrame(160, 120, full.timestamp(), full.captureTime(), ByteBuffer.wrap(planes));
    }

    @Override
    protected List<EncodedFrame> frames() {
        List<EncodedFrame> frames = new ArrayList<>();
        try (var codec = NativeCodec.encoder(
                "mjpeg",
                context -> context.width(160)
                        .height(120)
                        .pix_fmt(AV_PIX_FMT_YUVJ420P)
                        .global_quality(118 * 2)
                        .flags(2),
                Map.of())) {
            codec.frame().format(AV_PIX_FMT_YUVJ420P).width(160).height(120).quality(118 * 2);
            assertThat(av_frame_get_buffer(codec.frame(), 0)).isZero();
            for (int i = 0; i < COUNT; i++) {
                I420.copy(picture(i), codec.frame());
                codec.frame().pts(i);
                codec.sendFrame();
                frames.add(new EncodedFrame(
                        EncodedFrame.Type.KEY, i * 40_000L, 0, 5, ByteBuffer.wrap(codec.receivePacket())));
            }
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    @Test
    void decode_fullRange_becomesLimited() throws Exception {
        List<VideoFrame> pictures = new ArrayList<>();
        try (var decoder = factory().open(format(), pictures::add)) {
            decoder.decode(frames().get(0));
        }
        assertThat(mean(pictures.get(0))).isCloseTo(mean(limited(picture(0))), Offset.offset(1.5));
        assertThat(mean(pictures.get(0))).isNotCloseTo(mean(picture(0)), Offset.offset(0.5));
    }

    private static double mean(VideoFrame picture) {
        long sum = 0;
        for (int i = 0; i < 160 * 120; i++) {
            sum += picture.data().get(i) & 0xff;
        }
        return sum / (160.0 * 120);
    }
}
