// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import org.camquay.api.media.AudioFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** Encodes sound in order. One thread at a time. */
@ConsumerType
public interface AudioEncoder extends AutoCloseable {
    /**
     * Takes a block of samples of any length; packets come out as they fill.
     *
     * @throws CodecException if it cannot be encoded; the encoder is then to be closed
     */
    void encode(AudioFrame frame) throws CodecException;

    /** Frees it. Idempotent. */
    @Override
    void close();
}
