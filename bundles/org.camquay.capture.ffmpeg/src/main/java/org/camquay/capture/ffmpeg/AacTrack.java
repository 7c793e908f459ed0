// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.rtp.aac.AudioSpecificConfig;

/** AAC: its AudioSpecificConfig from the container, or made of ADTS headers, which are taken off (ISO/IEC 14496-3). */
final class AacTrack implements TrackReader {
    private static final int[] SAMPLE_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    private static final int LONGEST_CONFIG = 256;
    private static final int ADTS_HEADER = 7;
    private static final int ADTS_CHECKSUM = 2;
    private static final long MICROS = 1_000_000;
    private static final int USUAL_SAMPLES = 1024;

    private final boolean adts;
    /** Samples of a frame at the rate of the format: SBR doubles both and changes nothing. */
    private int frameSamples = USUAL_SAMPLES;

    private AudioFormat format;

    AacTrack(ElementaryStream stream) {
        byte[] config = stream.extradata();
        adts = config.length < 2 || config.length > LONGEST_CONFIG;
        if (!adts) {
            var told = AudioSpecificConfig.parse(ByteBuffer.wrap(config));
            frameSamples = told.map(AudioSpecificConfig::frameSamples).orElse(USUAL_SAMPLES);
            int channels = told.map(AudioSpecificConfig::channels).orElse(0);
            setFormat(
                    told.map(AudioSpecificConfig::sampleRate).orElse(stream.sampleRate()),
                    channels > 0 ? channels : stream.channels(),
                    config);
        }
    }

    private static int sampleRate(int index) {
        return index < SAMPLE_RATES.length ? SAMPLE_RATES[index] : 0;
    }

    private static int channels(int configuration) {
        return configuration == 7 ? 8 : configuration < 7 ? configuration : 0;
    }

    private void setFormat(int sampleRate, int channels, byte[] config) {
        if (sampleRate > 0 && channels > 0) {
            var codec = Codec.audio(Codec.AAC, sampleRate, channels);
            format = new AudioFormat(codec, sampleRate, channels, ByteBuffer.wrap(config));
        }
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.ofNullable(format);
    }

    @Override
    public void inspect(Packet packet) {
        byte[] b = packet.data();
        if (adts && isAdts(b)) {
            int type = (b[2] >> 6 & 3) + 1;
            int index = b[2] >> 2 & 15;
            int configuration = (b[2] & 1) << 2 | b[3] >> 6 & 3;
            byte[] config = {(byte) (type << 3 | index >> 1), (byte) (index << 7 | configuration << 3)};
            if (format == null || !format.description().equals(ByteBuffer.wrap(config))) {
                setFormat(sampleRate(index), channels(configuration), config);
            }
        }
    }

    private static boolean isAdts(byte[] b) {
        return b.length > ADTS_HEADER && (b[0] & 0xff) == 0xff && (b[1] & 0xf6) == 0xf0;
    }

    @Override
    public long length(Packet packet) {
        byte[] b = packet.data();
        if (adts && isAdts(b)) {
            int rate = sampleRate(b[2] >> 2 & 15);
            int blocks = (b[6] & 3) + 1;
            return rate == 0 ? 0 : (blocks * USUAL_SAMPLES * MICROS + rate / 2) / rate;
        }
        return format == null ? 0 : (frameSamples * MICROS + format.sampleRate() / 2) / format.sampleRate();
    }

    @Override
    public Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime) {
        inspect(packet);
        byte[] data = packet.data();
        if (adts) {
            int header = isAdts(data) ? ADTS_HEADER + ((data[1] & 1) == 0 ? ADTS_CHECKSUM : 0) : data.length;
            data = Arrays.copyOfRange(data, Math.min(header, data.length), data.length);
        }
        return format == null || data.length == 0
                ? Optional.empty()
                : Optional.of(new EncodedFrame(
                        EncodedFrame.Type.KEY, timestamp, packet.duration(), captureTime, ByteBuffer.wrap(data)));
    }
}
