// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.camquay.api.codec.CodecException;

/**
 * Converts decoded frames of any pixel format, range and matrix to I420 of limited range and BT.601, which is what the
 * encoder says of its pictures.
 */
final class PictureConverter implements AutoCloseable {
    private static final int ONE = 1 << 16;
    private static final int[] PLAIN = {
        AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV440P, AV_PIX_FMT_YUV411P
    };
    private static final int[] JPEG = {
        AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ411P
    };

    private SwsContext scaler;
    private AVFrame converted;

    /** Appends the planes of {@code frame} to {@code planes}, which has room for them. */
    void convert(AVFrame frame, ByteBuffer planes) throws CodecException {
        if (frame.format() == AV_PIX_FMT_YUV420P
                && frame.color_range() != AVCOL_RANGE_JPEG
                && frame.colorspace() != AVCOL_SPC_BT709) {
            I420.copy(frame, planes);
            return;
        }
        prepare(frame);
        int rows = sws_scale(
                scaler, frame.data(), frame.linesize(), 0, frame.height(), converted.data(), converted.linesize());
        if (rows != frame.height()) {
            throw new CodecException("swscale cannot convert pixel format " + frame.format());
        }
        I420.copy(converted, planes);
    }

    private void prepare(AVFrame frame) throws CodecException {
        int width = frame.width();
        int height = frame.height();
        boolean full = frame.color_range() == AVCOL_RANGE_JPEG || plain(frame.format()) != frame.format();
        // swscale must know the range when it chooses its ways, and only the J formats tell it
        int source = full ? jpeg(plain(frame.format())) : frame.format();
        scaler = sws_getCachedContext(
                scaler,
                width,
                height,
                source,
                width,
                height,
                AV_PIX_FMT_YUV420P,
                SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (NativeCodec.isNull(scaler)) {
            scaler = null;
            throw new CodecException("swscale does not know pixel format " + frame.format());
        }
        var matrix = sws_getCoefficients(frame.colorspace() == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
        sws_setColorspaceDetails(scaler, matrix, full ? 1 : 0, sws_getCoefficients(SWS_CS_ITU601), 0, 0, ONE, ONE);
        if (converted == null) {
            converted = av_frame_alloc();
        }
        if (converted.width() != width || converted.height() != height) {
            av_frame_unref(converted);
            converted.format(AV_PIX_FMT_YUV420P).width(width).height(height);
            int result = av_frame_get_buffer(converted, 0);
            if (result < 0) {
                throw new CodecException("no room for a picture of " + width + "x" + height);
            }
        }
    }

    /** The J formats are the plain ones in full range. */
    private static int plain(int format) {
        int at = index(JPEG, format);
        return at < 0 ? format : PLAIN[at];
    }

    private static int jpeg(int format) {
        int at = index(PLAIN, format);
        return at < 0 ? format : JPEG[at];
    }

    private static int index(int[] formats, int format) {
        for (int i = 0; i < formats.length; i++) {
            if (formats[i] == format) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        if (scaler != null) {
            sws_freeContext(scaler);
            scaler = null;
        }
        if (converted != null) {
            av_frame_free(converted);
            converted = null;
        }
    }
}
