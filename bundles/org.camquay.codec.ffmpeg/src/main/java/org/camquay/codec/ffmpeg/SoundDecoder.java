// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.camquay.api.codec.AudioDecoder;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.EncodedFrame;

/** Decodes sound of any kind to 16 bit interleaved. Thread: any, one at a time enters. */
final class SoundDecoder implements AudioDecoder {
    private static final int LONGEST_DESCRIPTION = 4096;
    private static final int MOST_CHANNELS = 8;

    private final NativeCodec codec;
    private final Resampler resampler;
    private final Consumer<AudioFrame> output;
    private final CaptureTimes captureTimes = new CaptureTimes();
    private boolean closed;

    SoundDecoder(String name, AudioFormat format, Consumer<AudioFrame> output) throws CodecException {
        this.output = output;
        if (format.channels() > MOST_CHANNELS || format.description().remaining() > LONGEST_DESCRIPTION) {
            throw new CodecException(name + ": no sound of " + format.channels() + " channels with a description of "
                    + format.description().remaining() + " bytes");
        }
        codec = NativeCodec.decoder(name, context -> configure(context, format));
        resampler = new Resampler(0, 0);
    }

    private static void configure(AVCodecContext context, AudioFormat format) {
        context.sample_rate(format.sampleRate()).request_sample_fmt(AV_SAMPLE_FMT_S16);
        av_channel_layout_default(context.ch_layout(), format.channels());
        ByteBuffer description = format.description();
        int size = description.remaining();
        if (size == 0) {
            return;
        }
        // the codec frees it, and reads a little beyond it
        var memory = av_mallocz((long) size + AV_INPUT_BUFFER_PADDING_SIZE);
        if (!NativeCodec.isNull(memory)) {
            var bytes = new BytePointer(memory).capacity(size);
            bytes.asByteBuffer().put(description);
            context.extradata(bytes).extradata_size(size);
        }
    }

    @Override
    public synchronized void decode(EncodedFrame packet) throws CodecException {
        if (closed) {
            return;
        }
        captureTimes.put(packet.timestamp(), packet.captureTime());
        codec.sendPacket(packet.data(), packet.timestamp());
        while (!closed && codec.receiveFrame()) {
            deliver(codec.frame());
        }
    }

    private void deliver(AVFrame frame) throws CodecException {
        int channels = frame.ch_layout().nb_channels();
        int sampleRate = frame.sample_rate();
        long timestamp = frame.pts() == AV_NOPTS_VALUE ? frame.best_effort_timestamp() : frame.pts();
        if (timestamp == AV_NOPTS_VALUE || sampleRate < 1 || channels < 1 || channels > MOST_CHANNELS) {
            return;
        }
        ByteBuffer samples = resampler.convert(frame);
        if (samples.hasRemaining()) {
            output.accept(new AudioFrame(sampleRate, channels, timestamp, captureTimes.take(timestamp), samples));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            codec.close();
            resampler.close();
        }
    }
}
