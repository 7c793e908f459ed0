// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.rtp.nal.SequenceParameters;

/** Motion JPEG: each packet one picture, whose size stands in its frame header (ITU-T T.81 §B.2.2). */
final class JpegTrack implements TrackReader {
    private final double frameRate;
    private final Orientation orientation;
    private int width;
    private int height;
    private VideoFormat format;

    JpegTrack(ElementaryStream stream) {
        frameRate = stream.frameRate();
        orientation = stream.orientation();
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.ofNullable(format);
    }

    @Override
    public void inspect(Packet packet) {
        byte[] b = packet.data();
        int at = 2;
        while (isPicture(b) && at + 9 < b.length && (b[at] & 0xff) == 0xff) {
            int marker = b[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            // SOF0 to SOF15 without DHT, JPG and DAC
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                size(number(b, at + 7), number(b, at + 5));
                return;
            }
            at += 2 + number(b, at + 2);
        }
    }

    private void size(int columns, int rows) {
        boolean possible = columns > 0
                && rows > 0
                && columns <= SequenceParameters.MAX_SIDE
                && rows <= SequenceParameters.MAX_SIDE;
        if (possible && (format == null || columns != width || rows != height)) {
            width = columns;
            height = rows;
            format = orientation.shown(new VideoFormat(Codec.video(Codec.JPEG), width, height, frameRate, false));
        }
    }

    private static int number(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
    }

    private static boolean isPicture(byte[] b) {
        return b.length > 4 && (b[0] & 0xff) == 0xff && (b[1] & 0xff) == 0xd8;
    }

    @Override
    public Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime) {
        inspect(packet);
        return format == null || !isPicture(packet.data())
                ? Optional.empty()
                : Optional.of(new EncodedFrame(
                        EncodedFrame.Type.KEY,
                        timestamp,
                        packet.duration(),
                        captureTime,
                        ByteBuffer.wrap(packet.data())));
    }
}
