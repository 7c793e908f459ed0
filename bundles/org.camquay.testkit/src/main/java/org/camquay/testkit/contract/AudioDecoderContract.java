// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.testkit.Sounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link AudioDecoderFactory} and its decoders keep to. */
@Timeout(120)
public abstract class AudioDecoderContract {
    /** The factory under test. */
    protected abstract AudioDecoderFactory factory();

    /** The format of {@link #packets()}. */
    protected abstract AudioFormat format();

    /** At least half a second of a steady tone (see {@link Sounds#tone}), from time 0. */
    protected abstract List<EncodedFrame> packets() throws Exception;

    /** The frequency of that tone in hertz. */
    protected int tone() {
        return 440;
    }

    @Test
    void decode_packets_givesTheToneWithRisingTimes() throws Exception {
        List<AudioFrame> sound = new ArrayList<>();
        Thread caller = Thread.currentThread();
        try (var decoder = factory().open(format(), frame -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            sound.add(frame);
        })) {
            for (EncodedFrame packet : packets()) {
                decoder.decode(packet);
            }
        }
        assertThat(sound).isNotEmpty();
        assertThat(sound).map(AudioFrame::timestamp).isSorted().doesNotHaveDuplicates();
        assertThat(sound.get(0).timestamp()).isCloseTo(packets().get(0).timestamp(), Offset.offset(50_000L));
        assertThat(Sounds.share(sound.subList(sound.size() / 5, sound.size()), tone()))
                .as("share of the tone")
                .isGreaterThan(0.8);
    }

    @Test
    void decode_damagedPackets_passesThemOver() throws Exception {
        var random = new Random(1);
        List<AudioFrame> sound = new ArrayList<>();
        try (var decoder = factory().open(format(), sound::add)) {
            for (EncodedFrame packet : packets()) {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                decoder.decode(new EncodedFrame(
                        packet.type(),
                        packet.timestamp(),
                        packet.duration(),
                        packet.captureTime(),
                        ByteBuffer.wrap(noise)));
            }
            sound.clear();
            for (EncodedFrame packet : packets()) {
                decoder.decode(packet);
            }
        }
        assertThat(sound).as("decoding goes on").isNotEmpty();
    }

    @Test
    void open_unknownCodec_namesIt() {
        var format = new AudioFormat(Codec.audio("audio/x-unheard-of", 48_000, 1), 48_000, 1);
        assertThatThrownBy(() -> factory().open(format, frame -> {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("x-unheard-of");
    }

    @Test
    void close_twice_isFine() throws Exception {
        var decoder = factory().open(format(), frame -> {});
        decoder.decode(packets().get(0));
        decoder.close();
        assertThat(catchThrowable(decoder::close)).isNull();
    }
}
