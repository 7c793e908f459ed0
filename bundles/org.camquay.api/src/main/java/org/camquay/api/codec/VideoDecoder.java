// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import org.camquay.api.media.EncodedFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** Decodes frames in decoding order. One thread at a time. */
@ConsumerType
public interface VideoDecoder extends AutoCloseable {
    /**
     * Decodes one access unit. Damaged ones are passed over; pictures keep the timestamps of their access units.
     *
     * @throws CodecException if the decoder cannot go on; it is then to be closed
     */
    void decode(EncodedFrame frame) throws CodecException;

    /** Frees it. Idempotent. */
    @Override
    void close();
}
