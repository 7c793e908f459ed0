// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.nio.ByteBuffer;
import org.camquay.api.media.VideoFrame;

/** Pictures to encode, and how much two of them resemble each other. */
public final class Pictures {
    private Pictures() {}

    /** A soft picture whose brightness and colours wander with {@code index}. */
    public static VideoFrame moving(int width, int height, int index, long timestamp) {
        byte[] planes = new byte[VideoFrame.size(width, height)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                planes[at++] = (byte) wave(x + 2 * index, y, 60);
            }
        }
        for (int plane = 0; plane < 2; plane++) {
            for (int y = 0; y < (height + 1) / 2; y++) {
                for (int x = 0; x < (width + 1) / 2; x++) {
                    planes[at++] = (byte) (plane == 0 ? wave(2 * x, 2 * y, 30) : wave(2 * y, 2 * x + index, 30));
                }
            }
        }
        return new VideoFrame(width, height, timestamp, timestamp, ByteBuffer.wrap(planes));
    }

    private static int wave(int x, int y, int strength) {
        return 128 + (int) (strength * Math.sin(x / 20.0) * Math.cos(y / 25.0));
    }

    /** Peak signal-to-noise ratio over all planes in decibels; 100 for equal pictures, above 30 they look alike. */
    public static double psnr(VideoFrame a, VideoFrame b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            return 0;
        }
        ByteBuffer left = a.data();
        ByteBuffer right = b.data();
        int count = left.remaining();
        double sum = 0;
        while (left.hasRemaining()) {
            int difference = (left.get() & 0xff) - (right.get() & 0xff);
            sum += difference * difference;
        }
        return sum == 0 ? 100 : 10 * Math.log10(255.0 * 255.0 * count / sum);
    }
}
