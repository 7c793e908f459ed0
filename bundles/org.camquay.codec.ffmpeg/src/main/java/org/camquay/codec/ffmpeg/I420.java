// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.camquay.api.media.VideoFrame;

/** Copies I420 planes between our pictures and FFmpeg's frames, whose rows are padded. */
final class I420 {
    private I420() {}

    /** Copies a picture into a frame that is as large, or smaller by one row or column. */
    static void copy(VideoFrame picture, AVFrame frame) {
        ByteBuffer planes = picture.data();
        int at = planes.position();
        for (int plane = 0; plane < 3; plane++) {
            int width = side(picture.width(), plane);
            int height = side(picture.height(), plane);
            int columns = side(frame.width(), plane);
            int rows = side(frame.height(), plane);
            int stride = frame.linesize(plane);
            ByteBuffer target = bytes(frame.data(plane), stride, rows);
            for (int row = 0; row < rows; row++) {
                target.position(row * stride);
                target.put(planes.limit(at + row * width + columns).position(at + row * width));
            }
            at += width * height;
        }
    }

    /** Copies a frame in YUV420P to where a picture's planes are put. */
    static void copy(AVFrame frame, ByteBuffer planes) {
        for (int plane = 0; plane < 3; plane++) {
            int columns = side(frame.width(), plane);
            int rows = side(frame.height(), plane);
            int stride = frame.linesize(plane);
            ByteBuffer source = bytes(frame.data(plane), stride, rows);
            for (int row = 0; row < rows; row++) {
                planes.put(source.limit(row * stride + columns).position(row * stride));
            }
        }
    }

    private static int side(int side, int plane) {
        return plane == 0 ? side : (side + 1) / 2;
    }

    private static ByteBuffer bytes(BytePointer data, int stride, int rows) {
        return data.capacity((long) stride * rows).asByteBuffer();
    }
}
