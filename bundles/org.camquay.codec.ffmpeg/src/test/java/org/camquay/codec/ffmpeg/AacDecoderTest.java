// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.testkit.contract.AudioDecoderContract;
import org.junit.jupiter.api.Test;

final class AacDecoderTest extends AudioDecoderContract {
    private static final int SAMPLES = 1024;
    /** AAC-LC, 48 kHz, two channels (ISO/IEC 14496-3 §1.6.2.1). */
    private static final byte[] AUDIO_SPECIFIC_CONFIG = {0x11, (byte) 0x90};

    @Override
    protected AudioDecoderFactory factory() {
        return new FfmpegAudioDecoderFactory();
    }

    @Override
    protected AudioFormat format() {
        return new AudioFormat(Codec.audio(Codec.AAC, 48_000, 2), 48_000, 2, ByteBuffer.wrap(AUDIO_SPECIFIC_CONFIG));
    }

    @Override
    protected List<EncodedFrame> packets() throws CodecException {
        List<EncodedFrame> packets = new ArrayList<>();
        try (var codec = NativeCodec.encoder(
                "aac",
                context -> {
                    context.sample_fmt(AV_SAMPLE_FMT_FLTP).sample_rate(48_000).bit_rate(128_000);
                    context.flags(AV_CODEC_FLAG_GLOBAL_HEADER);
                    av_channel_layout_default(context.ch_layout(), 2);
                },
                Map.of())) {
            var frame =
                    codec.frame().format(AV_SAMPLE_FMT_FLTP).sample_rate(48_000).nb_samples(SAMPLES);
            av_channel_layout_default(frame.ch_layout(), 2);
            assertThat(av_frame_get_buffer(frame, 0)).isZero();
            for (int i = 0; i < 50; i++) {
                assertThat(av_frame_make_writable(frame)).isZero();
                for (int c = 0; c < 2; c++) {
                    frame.data(c).capacity(4L * SAMPLES).asByteBuffer().put(tone(i * SAMPLES));
                }
                frame.pts(i * SAMPLES * 1_000_000L / 48_000);
                codec.sendFrame();
                for (byte[] packet = codec.receivePacket(); packet != null; packet = codec.receivePacket()) {
                    long timestamp = packets.size() * SAMPLES * 1_000_000L / 48_000;
                    packets.add(new EncodedFrame(
                            EncodedFrame.Type.KEY, timestamp, 21_333, timestamp, ByteBuffer.wrap(packet)));
                }
            }
        }
        return packets;
    }

    private static ByteBuffer tone(int first) {
        var samples = ByteBuffer.allocate(4 * SAMPLES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < SAMPLES; i++) {
            samples.putFloat((float) (0.1 * Math.sin(2 * Math.PI * 440 * (first + i) / 48_000)));
        }
        return samples.flip();
    }

    @Test
    void decode_packets_keepsCaptureTimes() throws Exception {
        List<AudioFrame> sound = new ArrayList<>();
        try (var decoder = factory().open(format(), sound::add)) {
            for (EncodedFrame packet : packets()) {
                decoder.decode(packet);
            }
        }
        assertThat(sound).isNotEmpty().allMatch(s -> s.captureTime() == s.timestamp());
    }

    @Test
    void open_garbageAsDescription_isRefusedOrHarmless() {
        var random = new Random(2);
        for (int i = 0; i < 300; i++) {
            byte[] description = new byte[random.nextInt(64)];
            random.nextBytes(description);
            var format = new AudioFormat(Codec.audio(Codec.AAC, 48_000, 2), 48_000, 2, ByteBuffer.wrap(description));
            try (var decoder = factory().open(format, frame -> {})) {
                for (EncodedFrame packet : packets().subList(0, 5)) {
                    decoder.decode(packet);
                }
            } catch (CodecException e) {
                assertThat(e).hasMessageContaining("aac");
            }
        }
    }

    @Test
    void open_tooManyChannelsOrAHugeDescription_isRefused() {
        var codec = Codec.audio(Codec.AAC, 48_000, 2);
        assertThatThrownBy(() -> factory().open(new AudioFormat(codec, 48_000, 400), frame -> {}))
                .isInstanceOf(CodecException.class);
        var huge = new AudioFormat(codec, 48_000, 2, ByteBuffer.allocate(1 << 20));
        assertThatThrownBy(() -> factory().open(huge, frame -> {})).isInstanceOf(CodecException.class);
    }
}
