// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import java.util.function.Consumer;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** The service that makes audio decoders. Its property {@link #MIME_TYPES} says for which codecs. Thread: any. */
@ConsumerType
public interface AudioDecoderFactory {
    /** Service property, {@code String[]}: the media types it decodes. */
    String MIME_TYPES = "camquay.codec.mimetypes";

    /**
     * Opens a decoder.
     *
     * @param output gets the samples, in the thread that called {@link AudioDecoder#decode}
     * @throws CodecException if the library has no such decoder
     */
    AudioDecoder open(AudioFormat format, Consumer<AudioFrame> output) throws CodecException;
}
