// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.rtp.opus.OpusPacket;

/** Sound whose packets are passed on as they are: Opus, G.711, and 16 bit samples. */
final class SoundTrack implements TrackReader {
    private static final int OPUS_RATE = 48_000;
    private static final int MOST_CHANNELS = 8;
    private static final long MICROS = 1_000_000;

    private final AudioFormat format;
    private final boolean bigEndian;

    private SoundTrack(AudioFormat format, boolean bigEndian) {
        this.format = format;
        this.bigEndian = bigEndian;
    }

    static SoundTrack opus() {
        return new SoundTrack(new AudioFormat(Codec.opus(), OPUS_RATE, 2), false);
    }

    /** G.711 or samples; {@code mimeType} says which. */
    static SoundTrack of(String mimeType, ElementaryStream stream, boolean bigEndian) {
        int sampleRate = Math.max(1, stream.sampleRate());
        int channels = Math.min(MOST_CHANNELS, Math.max(1, stream.channels()));
        return new SoundTrack(
                new AudioFormat(Codec.audio(mimeType, sampleRate, channels), sampleRate, channels), bigEndian);
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.of(format);
    }

    @Override
    public void inspect(Packet packet) {
        // the format is known from the container
    }

    @Override
    public long length(Packet packet) {
        byte[] data = packet.data();
        if (format.codec().is(Codec.OPUS)) {
            return OpusPacket.micros(ByteBuffer.wrap(data));
        }
        int sample = format.codec().is(Codec.RAW_AUDIO) ? 2 : 1;
        return data.length / (sample * format.channels()) * MICROS / format.sampleRate();
    }

    @Override
    public Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime) {
        if (packet.data().length == 0) {
            return Optional.empty();
        }
        if (format.codec().is(Codec.RAW_AUDIO)) {
            return samples(packet.data(), timestamp, captureTime);
        }
        return Optional.of(new EncodedFrame(
                EncodedFrame.Type.KEY, timestamp, packet.duration(), captureTime, ByteBuffer.wrap(packet.data())));
    }

    private Optional<MediaFrame> samples(byte[] bytes, long timestamp, long captureTime) {
        int size = bytes.length - bytes.length % (2 * format.channels());
        var samples = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        var in = ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        while (samples.hasRemaining()) {
            samples.putShort(in.getShort());
        }
        return size == 0
                ? Optional.empty()
                : Optional.of(
                        new AudioFrame(format.sampleRate(), format.channels(), timestamp, captureTime, samples.flip()));
    }
}
