// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block of samples: 16 bit signed, little endian, channels interleaved (WebCodecs {@code AudioData}, {@code s16}).
 *
 * @param sampleRate samples a second and channel
 * @param channels 1 or more
 * @param timestamp presentation time of the first sample in microseconds on the source's clock
 * @param captureTime microseconds since 1970, or {@link MediaFrame#UNKNOWN_TIME}
 * @param data the samples, owned by the frame from now on
 */
public record AudioFrame(int sampleRate, int channels, long timestamp, long captureTime, ByteBuffer data)
        implements MediaFrame {
    public AudioFrame {
        if (sampleRate < 1 || channels < 1 || data.remaining() % (2 * channels) != 0) {
            throw new IllegalArgumentException(
                    data.remaining() + " bytes are no 16 bit samples of " + channels + " channels");
        }
        data = data.asReadOnlyBuffer();
    }

    /** A fresh read-only view of the samples, little endian. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Samples in each channel. */
    public int samples() {
        return data.remaining() / (2 * channels);
    }
}
