// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The format of an audio track.
 *
 * @param codec how the frames are coded
 * @param sampleRate samples a second and channel
 * @param channels 1 or more
 * @param description what a decoder needs before the first frame (WebCodecs {@code AudioDecoderConfig.description};
 *     the AudioSpecificConfig of AAC), read-only, empty when nothing
 */
public record AudioFormat(Codec codec, int sampleRate, int channels, ByteBuffer description) implements TrackFormat {
    public AudioFormat {
        Objects.requireNonNull(codec, "codec");
        if (codec.kind() != MediaKind.AUDIO || sampleRate < 1 || channels < 1) {
            throw new IllegalArgumentException("not an audio format: " + codec + " " + sampleRate + " Hz");
        }
        description = description.asReadOnlyBuffer();
    }

    /** A format that needs no description. */
    public AudioFormat(Codec codec, int sampleRate, int channels) {
        this(codec, sampleRate, channels, ByteBuffer.allocate(0));
    }

    /** A fresh read-only view. */
    @Override
    public ByteBuffer description() {
        return description.duplicate();
    }
}
