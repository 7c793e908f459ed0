// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoder;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFrame;

/** Decodes video of any kind to I420 of limited range. Thread: any, one at a time enters. */
final class PictureDecoder implements VideoDecoder {
    /** More than 8K is taken for damage. */
    private static final long MAX_PIXELS = 8192L * 4608;

    private final NativeCodec codec;
    private final Consumer<VideoFrame> output;
    private final CaptureTimes captureTimes = new CaptureTimes();
    private final PictureConverter converter = new PictureConverter();
    private boolean closed;

    PictureDecoder(String name, boolean reordered, Consumer<VideoFrame> output) throws CodecException {
        this.output = output;
        codec = NativeCodec.decoder(name, context -> configure(context, reordered));
    }

    private static void configure(AVCodecContext context, boolean reordered) {
        context.max_pixels(MAX_PIXELS);
        if (!reordered) {
            context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
    }

    @Override
    public synchronized void decode(EncodedFrame unit) throws CodecException {
        if (closed) {
            return;
        }
        captureTimes.put(unit.timestamp(), unit.captureTime());
        codec.sendPacket(unit.data(), unit.timestamp());
        while (!closed && codec.receiveFrame()) {
            picture(codec.frame()).ifPresent(output);
        }
    }

    private Optional<VideoFrame> picture(AVFrame frame) throws CodecException {
        long timestamp = frame.pts() == AV_NOPTS_VALUE ? frame.best_effort_timestamp() : frame.pts();
        int width = frame.width();
        int height = frame.height();
        if (timestamp == AV_NOPTS_VALUE || width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
            return Optional.empty();
        }
        ByteBuffer planes = ByteBuffer.allocate(VideoFrame.size(width, height));
        converter.convert(frame, planes);
        return Optional.of(new VideoFrame(width, height, timestamp, captureTimes.take(timestamp), planes.flip()));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            codec.close();
            converter.close();
        }
    }
}
