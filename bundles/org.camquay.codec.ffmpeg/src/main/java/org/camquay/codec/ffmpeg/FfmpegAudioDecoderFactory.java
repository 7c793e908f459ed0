// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.util.function.Consumer;
import org.camquay.api.codec.AudioDecoder;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.osgi.service.component.annotations.Component;

/** Makes decoders for AAC, Opus and G.711. */
@Component(
        property = {
            AudioDecoderFactory.MIME_TYPES + "=" + Codec.AAC,
            AudioDecoderFactory.MIME_TYPES + "=" + Codec.OPUS,
            AudioDecoderFactory.MIME_TYPES + "=" + Codec.PCMU,
            AudioDecoderFactory.MIME_TYPES + "=" + Codec.PCMA
        })
public final class FfmpegAudioDecoderFactory implements AudioDecoderFactory {
    @Override
    public AudioDecoder open(AudioFormat format, Consumer<AudioFrame> output) throws CodecException {
        Codec codec = format.codec();
        if (codec.is(Codec.AAC)) {
            return new SoundDecoder("aac", format, output);
        }
        if (codec.is(Codec.OPUS)) {
            return new SoundDecoder("libopus", format, output);
        }
        if (codec.is(Codec.PCMU)) {
            return new SoundDecoder("pcm_mulaw", format, output);
        }
        if (codec.is(Codec.PCMA)) {
            return new SoundDecoder("pcm_alaw", format, output);
        }
        throw new CodecException(codec.mimeType() + ": this bundle decodes AAC, opus, PCMU and PCMA only");
    }
}
