// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import org.camquay.api.media.EncodedFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** Decodes audio packets in order. One thread at a time. */
@ConsumerType
public interface AudioDecoder extends AutoCloseable {
    /**
     * Decodes one packet. Damaged ones are passed over.
     *
     * @throws CodecException if the decoder cannot go on; it is then to be closed
     */
    void decode(EncodedFrame frame) throws CodecException;

    /** Frees it. Idempotent. */
    @Override
    void close();
}
