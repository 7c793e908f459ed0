// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import java.util.function.Consumer;
import org.camquay.api.media.EncodedFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** The service that makes video encoders. Its property {@link #MIME_TYPES} says for which codecs. Thread: any. */
@ConsumerType
public interface VideoEncoderFactory {
    /** Service property, {@code String[]}: the media types it encodes to. */
    String MIME_TYPES = "camquay.codec.mimetypes";

    /**
     * Opens an encoder.
     *
     * @param output gets each access unit, in the thread that called {@link VideoEncoder#encode}
     * @throws CodecException if the library has no such encoder or refuses the configuration
     */
    VideoEncoder open(VideoEncoderConfig config, Consumer<EncodedFrame> output) throws CodecException;
}
