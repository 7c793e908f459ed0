// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoderConfig;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.testkit.Sounds;
import org.camquay.testkit.contract.AudioEncoderContract;
import org.junit.jupiter.api.Test;

final class PcmaEncoderTest extends AudioEncoderContract {
    @Override
    protected AudioEncoderFactory factory() {
        return new FfmpegAudioEncoderFactory();
    }

    @Override
    protected AudioDecoderFactory decoderFactory() {
        return new FfmpegAudioDecoderFactory();
    }

    @Override
    protected AudioEncoderConfig config() {
        return new AudioEncoderConfig(Codec.audio(Codec.PCMA, 8_000, 1), 48_000, 2, 0);
    }

    @Test
    void encode_stereoAt48Kilohertz_givesPacketsOf160Bytes() throws Exception {
        List<EncodedFrame> packets = new ArrayList<>();
        try (var encoder = factory().open(config(), packets::add)) {
            encoder.encode(Sounds.tone(440, 48_000, 2, 0, 48_000));
        }
        assertThat(packets.size()).isBetween(48, 50);
        assertThat(packets).allMatch(p -> p.size() == 160);
    }
}
