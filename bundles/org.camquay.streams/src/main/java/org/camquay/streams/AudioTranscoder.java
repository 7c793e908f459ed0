// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import org.camquay.api.codec.AudioDecoder;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoder;
import org.camquay.api.codec.AudioEncoderConfig;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;

/** Sound, coded or not, to a codec of WebRTC. The encoder follows the rate and channels of the samples. */
final class AudioTranscoder implements Transcoder {
    private final Codec target;
    private final int bitrate;
    private final Output output;
    private final AudioDecoderFactory decoders;
    private final AudioEncoderFactory encoders;
    private final AudioDecoder decoder;
    private AudioEncoder encoder;
    private int sampleRate;
    private int channels;
    // A decoder hands samples to a method that must not throw.
    private CodecException failure;

    AudioTranscoder(AudioFormat format, Codec target, Core core, Output output) throws CodecException {
        this.target = target;
        this.bitrate = core.settings().get().audioBitrate();
        this.output = output;
        Codecs codecs = core.codecs();
        this.encoders =
                codecs.audioEncoders.best(target.mimeType()).orElseThrow(() -> Transcoder.missing("encoder", target));
        if (Passage.raw(format)) {
            this.decoders = null;
            this.decoder = null;
        } else {
            this.decoders = codecs.audioDecoders
                    .best(format.codec().mimeType())
                    .orElseThrow(() -> Transcoder.missing("decoder", format.codec()));
            this.decoder = decoders.open(format, this::encode);
        }
    }

    @Override
    public void convert(MediaFrame frame, boolean behind) throws CodecException {
        if (frame instanceof AudioFrame samples && decoder == null) {
            encode(samples);
        } else if (frame instanceof EncodedFrame packet && decoder != null) {
            decoder.decode(packet);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void encode(AudioFrame samples) {
        if (failure != null) {
            return;
        }
        try {
            if (encoder == null || samples.sampleRate() != sampleRate || samples.channels() != channels) {
                openEncoder(samples);
            }
            encoder.encode(samples);
        } catch (CodecException e) {
            failure = e;
        }
    }

    private void openEncoder(AudioFrame samples) throws CodecException {
        closeEncoder();
        sampleRate = samples.sampleRate();
        channels = samples.channels();
        encoder = encoders.open(new AudioEncoderConfig(target, sampleRate, channels, bitrate), output::frame);
        output.format(new AudioFormat(target, target.clockRate(), Math.max(1, target.channels())));
    }

    @Override
    public boolean available(Codecs codecs) {
        return codecs.audioEncoders.contains(encoders) && (decoders == null || codecs.audioDecoders.contains(decoders));
    }

    @Override
    public void close() {
        try {
            closeEncoder();
        } finally {
            if (decoder != null) {
                decoder.close();
            }
        }
    }

    private void closeEncoder() {
        var last = encoder;
        encoder = null;
        if (last != null) {
            last.close();
        }
    }
}
