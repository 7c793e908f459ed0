// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import org.camquay.api.media.VideoFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** Encodes pictures in order, without reordering and without delay of a frame. One thread at a time. */
@ConsumerType
public interface VideoEncoder extends AutoCloseable {
    /**
     * Encodes one picture; its access unit keeps timestamp and capture time.
     *
     * @param keyFrame whether a key frame is wanted
     * @throws CodecException if it cannot be encoded; the encoder is then to be closed
     */
    void encode(VideoFrame frame, boolean keyFrame) throws CodecException;

    /** Changes the bitrate from the next frame on. Returns whether this encoder can. */
    default boolean setTargetBitrate(int bitsPerSecond) {
        return false;
    }

    /** Frees it. Idempotent. */
    @Override
    void close();
}
