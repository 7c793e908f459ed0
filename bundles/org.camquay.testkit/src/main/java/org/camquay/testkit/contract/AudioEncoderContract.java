// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoderConfig;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.testkit.Sounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link AudioEncoderFactory} and its encoders keep to. Encodes a tone to Opus unless told otherwise. */
@Timeout(120)
public abstract class AudioEncoderContract {
    private static final int TONE = 440;
    private static final long PACKET = 20_000;

    /** The factory under test. */
    protected abstract AudioEncoderFactory factory();

    /** A decoder for what it produces. */
    protected abstract AudioDecoderFactory decoderFactory();

    /** What to open it with. */
    protected AudioEncoderConfig config() {
        return new AudioEncoderConfig(Codec.opus(), 48_000, 1, 64_000);
    }

    @Test
    void encode_oddBlocks_givesPacketsOf20MillisecondsWithRisingTimes() throws Exception {
        List<EncodedFrame> packets = encode(2, 1000, 441, 960, 77);
        assertThat(packets.size()).isBetween(95, 100);
        for (int i = 0; i < packets.size(); i++) {
            assertThat(packets.get(i).isKey()).isTrue();
            assertThat(packets.get(i).size()).isPositive();
            assertThat(packets.get(i).timestamp() - packets.get(0).timestamp())
                    .as("time of packet %d", i)
                    .isCloseTo(i * PACKET, Offset.offset(100L));
        }
    }

    @Test
    void encode_soundOfALaterTime_keepsIt() throws Exception {
        List<EncodedFrame> packets = new ArrayList<>();
        try (var encoder = factory().open(config(), packets::add)) {
            int rate = config().sampleRate();
            for (int i = 0; i < 20; i++) {
                encoder.encode(
                        Sounds.tone(TONE, rate, config().channels(), 7L * rate + (long) i * rate / 50, rate / 50));
            }
        }
        assertThat(packets).isNotEmpty();
        assertThat(packets.get(0).timestamp()).isCloseTo(7_000_000L, Offset.offset(PACKET));
    }

    @Test
    void roundTrip_ofATone_isHeardAsThatTone() throws Exception {
        Codec codec = config().codec();
        var format = new AudioFormat(codec, codec.clockRate(), Math.max(1, codec.channels()));
        List<AudioFrame> sound = new ArrayList<>();
        try (var decoder = decoderFactory().open(format, sound::add)) {
            for (EncodedFrame packet : encode(1, 960)) {
                decoder.decode(packet);
            }
        }
        List<AudioFrame> settled = sound.subList(sound.size() / 5, sound.size());
        assertThat(Sounds.share(settled, TONE)).as("share of the tone").isGreaterThan(0.8);
        assertThat(Sounds.level(settled)).as("level").isCloseTo(0.0707, Offset.offset(0.03));
    }

    @Test
    void open_unknownCodec_namesIt() {
        var config = new AudioEncoderConfig(Codec.audio("audio/x-unheard-of", 48_000, 1), 48_000, 1, 64_000);
        assertThatThrownBy(() -> factory().open(config, packet -> {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("x-unheard-of");
    }

    @Test
    void close_twice_isFine() throws Exception {
        var encoder = factory().open(config(), packet -> {});
        encoder.encode(Sounds.tone(TONE, config().sampleRate(), config().channels(), 0, 960));
        encoder.close();
        assertThat(catchThrowable(encoder::close)).isNull();
    }

    private List<EncodedFrame> encode(int seconds, int... blocks) throws CodecException {
        List<EncodedFrame> packets = new ArrayList<>();
        Thread caller = Thread.currentThread();
        int rate = config().sampleRate();
        try (var encoder = factory().open(config(), packet -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            packets.add(packet);
        })) {
            long at = 0;
            for (int i = 0; at < (long) seconds * rate; i++) {
                int samples = (int) Math.min(blocks[i % blocks.length], (long) seconds * rate - at);
                encoder.encode(Sounds.tone(TONE, rate, config().channels(), at, samples));
                at += samples;
            }
        }
        return packets;
    }
}
