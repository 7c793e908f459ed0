// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;

/**
 * A tiny valid H.264 clip: constrained baseline, 64x64, 30 frames at 30 frames/s, a key frame every 10. Made by
 * {@code ffmpeg -f lavfi -i testsrc=size=64x64:rate=30} with x264, access unit delimiters and repeated parameter sets.
 */
public final class H264Samples {
    /** Frames in the clip. */
    public static final int FRAMES = 30;
    /** Frames from one key frame to the next. */
    public static final int GOP = 10;
    /** Pixels in a row and in a column. */
    public static final int SIZE = 64;

    private static final long SECOND = 1_000_000;
    private static final int FRAME_RATE = 30;
    private static final List<byte[]> UNITS = accessUnits(resource("clip-64x64.h264"));

    private H264Samples() {}

    /** The clip's format. */
    public static VideoFormat format() {
        return new VideoFormat(Codec.h264("42c00a"), SIZE, SIZE, FRAME_RATE, false);
    }

    /** Opus, for tracks whose sound nobody decodes. */
    public static AudioFormat opusFormat() {
        return new AudioFormat(Codec.opus(), 48_000, 2);
    }

    /** The clip once, beginning at time 0. */
    public static List<EncodedFrame> clip() {
        List<EncodedFrame> clip = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            clip.add(frame(i));
        }
        return clip;
    }

    /** Frame {@code index} of the endlessly repeated clip; time runs on. */
    public static EncodedFrame frame(long index) {
        byte[] unit = UNITS.get((int) (index % FRAMES));
        var type = index % GOP == 0 ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA;
        long duration = SECOND / FRAME_RATE;
        return new EncodedFrame(
                type, index * SECOND / FRAME_RATE, duration, EncodedFrame.UNKNOWN_TIME, ByteBuffer.wrap(unit.clone()));
    }

    /** The clip's first picture, decoded. */
    public static VideoFrame firstPicture() {
        return new VideoFrame(
                SIZE, SIZE, 0, VideoFrame.UNKNOWN_TIME, ByteBuffer.wrap(resource("clip-64x64-first.i420")));
    }

    /** Packet {@code index}, of 20 ms, of something that is called Opus and nobody decodes. */
    public static EncodedFrame opusPacket(long index) {
        byte[] silence = {(byte) 0xfc, (byte) 0xff, (byte) 0xfe};
        return new EncodedFrame(
                EncodedFrame.Type.KEY, index * 20_000, 20_000, EncodedFrame.UNKNOWN_TIME, ByteBuffer.wrap(silence));
    }

    private static List<byte[]> accessUnits(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= stream.length; i++) {
            if (i == stream.length || isDelimiter(stream, i)) {
                byte[] unit = new byte[i - begin];
                System.arraycopy(stream, begin, unit, 0, unit.length);
                units.add(unit);
                begin = i;
            }
        }
        if (units.size() != FRAMES) {
            throw new IllegalStateException("the clip has " + units.size() + " access units");
        }
        return units;
    }

    private static boolean isDelimiter(byte[] s, int i) {
        return i + 4 < s.length
                && s[i] == 0
                && s[i + 1] == 0
                && s[i + 2] == 0
                && s[i + 3] == 1
                && (s[i + 4] & 0x1f) == AnnexB.AUD;
    }

    private static byte[] resource(String name) {
        try (InputStream in = H264Samples.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
