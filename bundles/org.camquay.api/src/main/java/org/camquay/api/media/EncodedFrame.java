// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One access unit of video, or one packet of an audio codec (W3C webrtc-encoded-transform, WebCodecs
 * {@code EncodedVideoChunk}). H.264 and H.265 are in Annex B form, and every key frame begins with its parameter sets.
 *
 * @param type whether decoding can begin here; audio is always {@link Type#KEY}
 * @param timestamp presentation time in microseconds on the source's clock
 * @param duration in microseconds, 0 when not known
 * @param captureTime microseconds since 1970, or {@link MediaFrame#UNKNOWN_TIME}
 * @param data the bytes, owned by the frame from now on: whoever makes a frame never writes to them again
 */
public record EncodedFrame(Type type, long timestamp, long duration, long captureTime, ByteBuffer data)
        implements MediaFrame {
    /** WebCodecs {@code EncodedVideoChunkType}. */
    public enum Type {
        KEY,
        DELTA
    }

    public EncodedFrame {
        Objects.requireNonNull(type, "type");
        data = data.asReadOnlyBuffer();
    }

    /** Whether decoding can begin with this frame. */
    public boolean isKey() {
        return type == Type.KEY;
    }

    /** A fresh read-only view of the bytes. */
    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    /** Size in bytes. */
    public int size() {
        return data.remaining();
    }
}
