// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_arrays;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;

/** Uncompressed pictures of any pixel format, as V4L2 devices give them, converted to I420. Thread: the source's own. */
final class PictureTrack implements TrackReader {
    private static final int PLANES = 4;
    /** swscale writes whole vectors, so rows are padded. */
    private static final int ALIGNMENT = 64;

    private static final int PADDING = 64;
    private static final long MAX_PIXELS = 8192L * 4608;

    private final int width;
    private final int height;
    private final int inputSize;
    private final VideoFormat format;
    private final SwsContext scaler;
    private final BytePointer input;
    private final BytePointer output;
    private final PointerPointer<Pointer> planes = new PointerPointer<>(PLANES);
    private final IntPointer strides = new IntPointer(PLANES);
    private final PointerPointer<Pointer> outputPlanes = new PointerPointer<>(PLANES);
    private final IntPointer outputStrides = new IntPointer(PLANES);
    private boolean closed;

    private PictureTrack(ElementaryStream stream, SwsContext scaler, int inputSize) {
        this.scaler = scaler;
        this.inputSize = inputSize;
        width = stream.width();
        height = stream.height();
        format = new VideoFormat(Codec.video(Codec.RAW_VIDEO), width, height, stream.frameRate(), false);
        input = new BytePointer(inputSize + PADDING);
        int outputSize = av_image_get_buffer_size(AV_PIX_FMT_YUV420P, width, height, ALIGNMENT);
        output = new BytePointer((long) outputSize + PADDING);
        av_image_fill_arrays(planes, strides, input, stream.pixelFormat(), width, height, 1);
        av_image_fill_arrays(outputPlanes, outputStrides, output, AV_PIX_FMT_YUV420P, width, height, ALIGNMENT);
    }

    /** A track for the stream, if swscale can convert its pixel format. */
    static Optional<TrackReader> of(ElementaryStream stream) {
        int width = stream.width();
        int height = stream.height();
        if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
            return Optional.empty();
        }
        int size = av_image_get_buffer_size(stream.pixelFormat(), width, height, 1);
        if (size <= 0) {
            return Optional.empty();
        }
        var scaler = sws_getContext(
                width,
                height,
                stream.pixelFormat(),
                width,
                height,
                AV_PIX_FMT_YUV420P,
                SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        return scaler == null || scaler.isNull()
                ? Optional.empty()
                : Optional.of(new PictureTrack(stream, scaler, size));
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.of(format);
    }

    @Override
    public void inspect(Packet packet) {
        // the format is known from the device
    }

    @Override
    public Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime) {
        if (closed || packet.data().length < inputSize) {
            return Optional.empty();
        }
        input.position(0).put(packet.data(), 0, inputSize);
        if (sws_scale(scaler, planes, strides, 0, height, outputPlanes, outputStrides) != height) {
            return Optional.empty();
        }
        byte[] i420 = new byte[VideoFrame.size(width, height)];
        int at = 0;
        long row = 0;
        for (int plane = 0; plane < 3; plane++) {
            int columns = plane == 0 ? width : (width + 1) / 2;
            int rows = plane == 0 ? height : (height + 1) / 2;
            for (int y = 0; y < rows; y++, at += columns, row += outputStrides.get(plane)) {
                output.position(row).get(i420, at, columns);
            }
        }
        output.position(0);
        return Optional.of(new VideoFrame(width, height, timestamp, captureTime, ByteBuffer.wrap(i420)));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sws_freeContext(scaler);
            input.close();
            output.close();
            planes.close();
            strides.close();
            outputPlanes.close();
            outputStrides.close();
        }
    }
}
