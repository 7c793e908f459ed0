// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;

/** Sound, which is handed on as it is; samples in the order of bytes that this side has. Pure. */
final class SoundReader implements FrameReader {
    private final AudioFormat format;

    SoundReader(AudioFormat format) {
        this.format = format;
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.of(format);
    }

    @Override
    public Optional<MediaFrame> read(byte[] bytes, long micros, long duration, long captured) {
        if (!format.codec().is(Codec.RAW_AUDIO)) {
            return Optional.of(
                    new EncodedFrame(EncodedFrame.Type.KEY, micros, duration, captured, ByteBuffer.wrap(bytes)));
        }
        // RFC 3551 §4.5.11: the high byte first
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            byte high = bytes[i];
            bytes[i] = bytes[i + 1];
            bytes[i + 1] = high;
        }
        return Optional.of(
                new AudioFrame(format.sampleRate(), format.channels(), micros, captured, ByteBuffer.wrap(bytes)));
    }
}
