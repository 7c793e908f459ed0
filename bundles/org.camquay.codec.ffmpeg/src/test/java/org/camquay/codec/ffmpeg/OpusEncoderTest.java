// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoderConfig;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.testkit.Sounds;
import org.camquay.testkit.contract.AudioEncoderContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpusEncoderTest extends AudioEncoderContract {
    @Override
    protected AudioEncoderFactory factory() {
        return new FfmpegAudioEncoderFactory();
    }

    @Override
    protected AudioDecoderFactory decoderFactory() {
        return new FfmpegAudioDecoderFactory();
    }

    @ParameterizedTest
    @CsvSource({"8000,1", "16000,1", "44100,2", "48000,2", "48000,6", "32000,1"})
    void roundTrip_fromAnyRateAndChannels_isTheTone(int sampleRate, int channels) throws Exception {
        List<EncodedFrame> packets = new ArrayList<>();
        try (var encoder =
                factory().open(new AudioEncoderConfig(Codec.opus(), sampleRate, channels, 64_000), packets::add)) {
            for (int i = 0; i < 50; i++) {
                int samples = sampleRate / 50;
                encoder.encode(Sounds.tone(440, sampleRate, channels, (long) i * samples, samples));
            }
        }
        assertThat(packets.size()).isBetween(47, 50);
        List<AudioFrame> sound = new ArrayList<>();
        try (var decoder = decoderFactory().open(new AudioFormat(Codec.opus(), 48_000, 2), sound::add)) {
            for (EncodedFrame packet : packets) {
                decoder.decode(packet);
            }
        }
        assertThat(sound).allMatch(s -> s.sampleRate() == 48_000 && s.channels() == 2);
        assertThat(Sounds.share(sound.subList(10, 40), 440)).isGreaterThan(0.8);
    }

    @Test
    void encode_afterAGap_countsOnFromTheNewTime() throws Exception {
        List<EncodedFrame> packets = new ArrayList<>();
        try (var encoder = factory().open(config(), packets::add)) {
            encoder.encode(Sounds.tone(440, 48_000, 1, 0, 4_800));
            encoder.encode(Sounds.tone(440, 48_000, 1, 480_000, 4_800));
        }
        assertThat(packets).hasSize(10);
        assertThat(packets.get(4).timestamp()).isCloseTo(80_000, Offset.offset(100L));
        assertThat(packets.get(5).timestamp()).isCloseTo(10_000_000, Offset.offset(100L));
        assertThat(packets).allMatch(p -> p.captureTime() == p.timestamp() && p.duration() == 20_000);
    }

    @Test
    void encode_onceClosed_doesNothing() throws Exception {
        List<EncodedFrame> packets = new ArrayList<>();
        var encoder = factory().open(config(), packets::add);
        encoder.close();
        encoder.encode(Sounds.tone(440, 48_000, 1, 0, 4_800));
        assertThat(packets).isEmpty();
    }

    @Test
    void close_fromTheOutput_isFine() throws Exception {
        var encoder = new org.camquay.api.codec.AudioEncoder[1];
        int[] packets = {0};
        encoder[0] = factory().open(config(), packet -> {
            packets[0]++;
            encoder[0].close();
        });
        encoder[0].encode(Sounds.tone(440, 48_000, 1, 0, 48_000));
        assertThat(packets[0]).isOne();
    }
}
