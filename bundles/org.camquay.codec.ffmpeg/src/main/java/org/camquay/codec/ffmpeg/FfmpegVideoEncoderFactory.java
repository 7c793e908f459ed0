// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.util.function.Consumer;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoEncoder;
import org.camquay.api.codec.VideoEncoderConfig;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.osgi.service.component.annotations.Component;

/** Makes H.264 encoders on OpenH264. */
@Component(property = VideoEncoderFactory.MIME_TYPES + "=" + Codec.H264)
public final class FfmpegVideoEncoderFactory implements VideoEncoderFactory {
    @Override
    public VideoEncoder open(VideoEncoderConfig config, Consumer<EncodedFrame> output) throws CodecException {
        if (!config.codec().is(Codec.H264)) {
            throw new CodecException(config.codec().mimeType() + ": this bundle encodes " + Codec.H264 + " only");
        }
        return new OpenH264Encoder(config, output);
    }
}
