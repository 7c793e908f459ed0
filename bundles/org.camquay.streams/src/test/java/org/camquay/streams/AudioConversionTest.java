// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camquay.api.codec.AudioDecoder;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoder;
import org.camquay.api.codec.AudioEncoderConfig;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.stream.Track;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.camquay.testkit.Sounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AudioConversionTest {
    private final Rig rig = new Rig();
    private final List<AudioEncoderConfig> opened = new CopyOnWriteArrayList<>();
    private final RecordingFrameReader reader = new RecordingFrameReader();

    @AfterEach
    void close() {
        rig.registry.deactivate();
    }

    @Test
    void aac_becomesOpusOnceForAll() throws Exception {
        encoders(Codec.OPUS, Codec.PCMU);
        decoders(Codec.AAC);
        var driver = rig.driver(new AudioFormat(Codec.audio(Codec.AAC, 44_100, 2), 44_100, 2));
        Track track = Rig.video(rig.pull("cam1"));
        assertThat(track.codecs()).map(Codec::mimeType).containsExactly(Codec.OPUS, Codec.PCMU);
        track.in(Codec.opus()).addReader(reader);
        var second = new RecordingFrameReader();
        track.in(Codec.opus()).addReader(second);
        for (int i = 0; i < 5; i++) {
            driver.last().frame(0, H264Samples.opusPacket(i));
        }
        reader.awaitFrames(5, Rig.SOON);
        second.awaitFrames(5, Rig.SOON);
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).sampleRate()).isEqualTo(44_100);
        assertThat(opened.get(0).channels()).isEqualTo(2);
        assertThat(reader.formats()).containsExactly(new AudioFormat(Codec.opus(), 48_000, 2));
        assertThat(reader.frames())
                .map(EncodedFrame::timestamp)
                .containsExactly(0L, 20_000L, 40_000L, 60_000L, 80_000L);
    }

    @Test
    void g711AndOpus_passUntouchedAndFirst() throws Exception {
        encoders(Codec.OPUS);
        decoders(Codec.PCMA);
        var driver = rig.driver(new AudioFormat(Codec.audio(Codec.PCMA, 8000, 1), 8000, 1));
        Track track = Rig.video(rig.pull("cam1"));
        assertThat(track.codecs()).map(Codec::mimeType).containsExactly(Codec.PCMA, Codec.OPUS);
        track.in(Codec.audio(Codec.PCMA, 8000, 1)).addReader(reader);
        driver.last().frame(0, H264Samples.opusPacket(0));
        assertThat(reader.frames()).hasSize(1);
        assertThat(opened).isEmpty();
    }

    @Test
    void sound_sampleRateChanges_opensTheEncoderAnew() throws Exception {
        encoders(Codec.OPUS);
        var driver = rig.driver(new AudioFormat(Codec.audio(Codec.RAW_AUDIO, 48_000, 1), 48_000, 1));
        Track track = Rig.video(rig.pull("cam1"));
        track.in(Codec.opus()).addReader(reader);
        driver.last().frame(0, Sounds.tone(440, 48_000, 1, 0, 960));
        driver.last().frame(0, Sounds.tone(440, 16_000, 1, 320, 320));
        reader.awaitFrames(2, Rig.SOON);
        assertThat(opened).map(AudioEncoderConfig::sampleRate).containsExactly(48_000, 16_000);
    }

    /** Encoders that make one packet of each block. */
    private void encoders(String... mimes) {
        AudioEncoderFactory factory = (config, output) -> {
            opened.add(config);
            return new AudioEncoder() {
                @Override
                public void encode(AudioFrame frame) {
                    output.accept(new EncodedFrame(
                            EncodedFrame.Type.KEY,
                            frame.timestamp(),
                            20_000,
                            frame.captureTime(),
                            ByteBuffer.allocate(4)));
                }

                @Override
                public void close() {}
            };
        };
        rig.registry.bindAudioEncoder(factory, Map.of(AudioEncoderFactory.MIME_TYPES, mimes));
    }

    /** Decoders that make a block of tone of each packet. */
    private void decoders(String... mimes) {
        AudioDecoderFactory factory = (format, output) -> new AudioDecoder() {
            @Override
            public void decode(EncodedFrame frame) {
                int rate = format.sampleRate();
                AudioFrame tone = Sounds.tone(440, rate, format.channels(), 0, rate / 50);
                output.accept(
                        new AudioFrame(rate, format.channels(), frame.timestamp(), frame.captureTime(), tone.data()));
            }

            @Override
            public void close() {}
        };
        rig.registry.bindAudioDecoder(factory, Map.of(AudioDecoderFactory.MIME_TYPES, mimes));
    }
}
