// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.util.function.Consumer;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoder;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.osgi.service.component.annotations.Component;

/** Makes decoders for H.264, H.265 and Motion JPEG. */
@Component(
        property = {
            VideoDecoderFactory.MIME_TYPES + "=" + Codec.H264,
            VideoDecoderFactory.MIME_TYPES + "=" + Codec.H265,
            VideoDecoderFactory.MIME_TYPES + "=" + Codec.JPEG
        })
public final class FfmpegVideoDecoderFactory implements VideoDecoderFactory {
    @Override
    public VideoDecoder open(VideoFormat format, Consumer<VideoFrame> output) throws CodecException {
        Codec codec = format.codec();
        if (codec.is(Codec.H264)) {
            return new PictureDecoder("h264", format, output);
        }
        if (codec.is(Codec.H265)) {
            return new PictureDecoder("hevc", format, output);
        }
        if (codec.is(Codec.JPEG)) {
            return new PictureDecoder("mjpeg", format, output);
        }
        throw new CodecException(codec.mimeType() + ": this bundle decodes H264, H265 and JPEG only");
    }
}
