// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/** A group of pictures of the usual sizes with nothing to see, which every reader gets at once. */
final class RehearsalTrack implements Track {
    private static final Codec CODEC = Codec.h264("42e01f");
    private static final TrackFormat FORMAT = new VideoFormat(CODEC, 1280, 720, 30, false);
    private static final int FRAMES = 20;
    private static final int KEY_BYTES = 30_000;
    private static final int DELTA_BYTES = 8_000;
    private static final long INTERVAL_MICROS = 33_333;

    @Override
    public Subscription addReader(FrameReader reader) {
        reader.onFormat(FORMAT);
        for (int i = 0; i < FRAMES; i++) {
            reader.onFrame(frame(i));
        }
        return () -> {};
    }

    private static EncodedFrame frame(int number) {
        boolean key = number == 0;
        byte[] unit = new byte[key ? KEY_BYTES : DELTA_BYTES];
        Arrays.fill(unit, (byte) 0x55);
        Arrays.fill(unit, 0, 3, (byte) 0);
        unit[3] = 1;
        unit[4] = (byte) (key ? 0x65 : 0x41);
        var type = key ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA;
        return new EncodedFrame(
                type, number * INTERVAL_MICROS, INTERVAL_MICROS, EncodedFrame.UNKNOWN_TIME, ByteBuffer.wrap(unit));
    }

    @Override
    public String id() {
        return "rehearsal";
    }

    @Override
    public MediaKind kind() {
        return MediaKind.VIDEO;
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.of(FORMAT);
    }

    @Override
    public boolean muted() {
        return false;
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public List<Codec> codecs() {
        return List.of(CODEC);
    }

    @Override
    public Track in(Codec codec) {
        return this;
    }

    @Override
    public void requestKeyFrame() {}

    @Override
    public TrackStats stats() {
        return new TrackStats(FRAMES, 1, 0, 0, 0, 0);
    }
}
