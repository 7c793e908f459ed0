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
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;

/** Decodes video of any kind to I420 of limited range, upright. Thread: any, one at a time enters. */
final class PictureDecoder implements VideoDecoder {
    /** More than 8K is taken for damage. */
    private static final long MAX_PIXELS = 8192L * 4608;

    private final NativeCodec codec;
    private final Consumer<VideoFrame> output;
    private final CaptureTimes captureTimes = new CaptureTimes();
    private final PictureConverter converter = new PictureConverter();
    private final Turn turn;
    private final boolean recovery;
    /** When the first picture is shown. */
    private long begin = Long.MIN_VALUE;

    private boolean closed;

    PictureDecoder(String name, VideoFormat format, Consumer<VideoFrame> output) throws CodecException {
        this.output = output;
        turn = new Turn(format.rotation(), format.mirrored());
        recovery = format.recovery();
        codec = NativeCodec.decoder(name, context -> configure(context, format));
    }

    private static void configure(AVCodecContext context, VideoFormat format) {
        context.max_pixels(MAX_PIXELS);
        if (!format.reordered()) {
            context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
    }

    @Override
    public synchronized void decode(EncodedFrame unit) throws CodecException {
        if (closed) {
            return;
        }
        if (begin == Long.MIN_VALUE) {
            begin = unit.timestamp();
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
        if (recovery && timestamp < begin) {
            return Optional.empty(); // it needs pictures from before the beginning
        }
        ByteBuffer planes = ByteBuffer.allocate(VideoFrame.size(width, height));
        converter.convert(frame, planes);
        ByteBuffer upright = turn.none() ? planes.flip() : turn.turned(planes.flip(), width, height);
        return Optional.of(new VideoFrame(
                turn.sideways() ? height : width,
                turn.sideways() ? width : height,
                timestamp,
                captureTimes.take(timestamp),
                upright));
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
