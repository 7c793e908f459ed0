// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.util.Map;
import java.util.function.Consumer;
import org.camquay.api.codec.AudioEncoder;
import org.camquay.api.codec.AudioEncoderConfig;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.osgi.service.component.annotations.Component;

/** Makes encoders for Opus (libopus) and G.711. */
@Component(
        property = {
            AudioEncoderFactory.MIME_TYPES + "=" + Codec.OPUS,
            AudioEncoderFactory.MIME_TYPES + "=" + Codec.PCMU,
            AudioEncoderFactory.MIME_TYPES + "=" + Codec.PCMA
        })
public final class FfmpegAudioEncoderFactory implements AudioEncoderFactory {
    /** The smallest delay of the encoder itself; FEC needs the voice modes, so not {@code lowdelay}. */
    private static final Map<String, String> OPUS_OPTIONS =
            Map.of("application", "voip", "frame_duration", "20", "fec", "1", "packet_loss", "5", "vbr", "constrained");

    private static final int G711_RATE = 8_000;
    private static final int OPUS_RATE = 48_000;
    private static final int OPUS_BITRATE = 48_000;
    private static final int HIGHEST_OPUS_BITRATE = 510_000;

    @Override
    public AudioEncoder open(AudioEncoderConfig config, Consumer<EncodedFrame> output) throws CodecException {
        Codec codec = config.codec();
        if (config.sampleRate() < 1 || config.channels() < 1) {
            throw new CodecException(codec.mimeType() + ": no sound of " + config.sampleRate() + " Hz and "
                    + config.channels() + " channels");
        }
        if (codec.is(Codec.OPUS)) {
            // one channel is coded as one: an Opus decoder makes two of it
            int channels = Math.min(2, config.channels());
            int bitrate = config.bitrate() > 0 ? config.bitrate() : OPUS_BITRATE;
            return new SoundEncoder(
                    new SoundEncoder.Target(
                            "libopus", OPUS_RATE, channels, Math.min(bitrate, HIGHEST_OPUS_BITRATE), OPUS_OPTIONS),
                    output);
        }
        if (codec.is(Codec.PCMU) || codec.is(Codec.PCMA)) {
            String name = codec.is(Codec.PCMU) ? "pcm_mulaw" : "pcm_alaw";
            return new SoundEncoder(new SoundEncoder.Target(name, G711_RATE, 1, 0, Map.of()), output);
        }
        throw new CodecException(codec.mimeType() + ": this bundle encodes opus, PCMU and PCMA only");
    }
}
