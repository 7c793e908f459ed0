// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

import java.util.function.Consumer;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.osgi.annotation.versioning.ConsumerType;

/** The service that makes video decoders. Its property {@link #MIME_TYPES} says for which codecs. Thread: any. */
@ConsumerType
public interface VideoDecoderFactory {
    /** Service property, {@code String[]}: the media types it decodes. */
    String MIME_TYPES = "camquay.codec.mimetypes";

    /**
     * Opens a decoder.
     *
     * @param output gets the pictures in output order, in the thread that called {@link VideoDecoder#decode}
     * @throws CodecException if the library has no such decoder
     */
    VideoDecoder open(VideoFormat format, Consumer<VideoFrame> output) throws CodecException;
}
