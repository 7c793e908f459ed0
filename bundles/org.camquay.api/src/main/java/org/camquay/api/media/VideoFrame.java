// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.nio.ByteBuffer;

/**
 * One picture in I420: the Y plane of {@code width * height} bytes, then U and V of
 * {@code ceil(width / 2) * ceil(height / 2)} bytes each, without padding (WebCodecs {@code VideoFrame}).
 *
 * @param width in pixels, 1 to 16384
 * @param height in pixels, 1 to 16384
 * @param timestamp presentation time in microseconds on the source's clock
 * @param captureTime microseconds since 1970, or {@link MediaFrame#UNKNOWN_TIME}
 * @param data the planes, owned by the frame from now on
 */
public record VideoFrame(int width, int height, long timestamp, long captureTime, ByteBuffer data)
        implements MediaFrame {
    private static final int MAX_SIDE = 16_384;

    public VideoFrame {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("no picture of " + width + "x" + height);
        }
        if (data.remaining() != size(width, height)) {
            throw new IllegalArgumentException("I420 of " + width + "x" + height + " takes " + size(width, height)
                    + " bytes, not " + data.remaining());
        }
        data = data.asReadOnlyBuffer();
    }

    /** Bytes of an I420 picture. */
    public static int size(int width, int height) {
        return width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2);
    }

    /** A fresh read-only view of the planes. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }
}
