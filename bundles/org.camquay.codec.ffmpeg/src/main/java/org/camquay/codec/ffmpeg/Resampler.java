// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INPUT_CHANGED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_OUTPUT_CHANGED;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_close;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFrame;

/** Brings sound of any sample format, rate and channels to 16 bit interleaved. */
final class Resampler implements AutoCloseable {
    private final int sampleRate;
    private final int channels;
    private final SwrContext context = swr_alloc();
    private final AVFrame in = av_frame_alloc();
    private final AVFrame out = av_frame_alloc();
    private boolean closed;

    /** Rate and channels to produce; 0 keeps those of the input. */
    Resampler(int sampleRate, int channels) throws CodecException {
        this.sampleRate = sampleRate;
        this.channels = channels;
        if (NativeCodec.isNull(context) || NativeCodec.isNull(in) || NativeCodec.isNull(out)) {
            close();
            throw new CodecException("swresample: out of memory");
        }
    }

    /** Converts a block; some samples may stay inside until the next one. */
    ByteBuffer convert(AudioFrame block) throws CodecException {
        if (block.sampleRate() == sampleRate && block.channels() == channels) {
            return block.data();
        }
        av_frame_unref(in);
        in.format(AV_SAMPLE_FMT_S16).sample_rate(block.sampleRate()).nb_samples(block.samples());
        av_channel_layout_default(in.ch_layout(), block.channels());
        check(av_frame_get_buffer(in, 0));
        ByteBuffer data = block.data();
        in.data(0).capacity(data.remaining()).asByteBuffer().put(data);
        return convert(in);
    }

    /** Converts a decoded frame. */
    ByteBuffer convert(AVFrame frame) throws CodecException {
        int result = convertOnce(frame);
        if (result == AVERROR_INPUT_CHANGED
                || result == AVERROR_OUTPUT_CHANGED
                || result == (AVERROR_INPUT_CHANGED | AVERROR_OUTPUT_CHANGED)) {
            swr_close(context);
            result = convertOnce(frame);
        }
        check(result);
        int size = Math.max(0, out.nb_samples()) * 2 * out.ch_layout().nb_channels();
        byte[] bytes = new byte[size];
        if (size > 0) {
            out.data(0).get(bytes);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int convertOnce(AVFrame frame) {
        av_frame_unref(out);
        out.format(AV_SAMPLE_FMT_S16).sample_rate(sampleRate > 0 ? sampleRate : frame.sample_rate());
        av_channel_layout_default(
                out.ch_layout(), channels > 0 ? channels : frame.ch_layout().nb_channels());
        return swr_convert_frame(context, out, frame);
    }

    private static void check(int result) throws CodecException {
        if (result < 0) {
            throw new CodecException("swresample: " + Ffmpeg.message(result));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            swr_free(context);
            av_frame_free(in);
            av_frame_free(out);
        }
    }
}
