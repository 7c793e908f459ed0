// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.rtp.h264.SliceHeader;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.nal.PictureFormat;
import org.camquay.rtp.nal.PictureStream;
import org.camquay.testkit.outside.Clips;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H.264 whose IDR picture nobody has seen, of x264: gradual refresh, and open GOPs with and without a word about recovery. */
final class RecoveryTest {
    private static final long STEP = 40_000;
    private static final int SEI = 6;
    private static final int COUNT = 260;

    /** Frames in decoding order, as a driver hands them on. */
    private record Clip(VideoFormat format, List<EncodedFrame> frames) {
        static Clip of(List<byte[]> units, int from) {
            var stream = new PictureStream(NalSyntax.H264, new byte[0], PictureFormat.UNKNOWN);
            List<EncodedFrame> frames = new ArrayList<>();
            long[] times = times(units);
            for (int i = from; i < units.size(); i++) {
                long time = times[i];
                stream.read(units.get(i).clone(), time)
                        .ifPresent(picture -> frames.add(new EncodedFrame(
                                picture.key() ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA,
                                time,
                                STEP,
                                time,
                                picture.data())));
            }
            PictureFormat format = stream.format().orElseThrow();
            var codec = Codec.h264(format.profileLevelId());
            return new Clip(
                    new VideoFormat(
                            codec,
                            format.width(),
                            format.height(),
                            25,
                            format.reordered(),
                            format.recovery(),
                            0,
                            false),
                    frames);
        }

        Map<Long, VideoFrame> decoded() throws Exception {
            Map<Long, VideoFrame> pictures = new TreeMap<>();
            try (var decoder = new FfmpegVideoDecoderFactory()
                    .open(format, picture -> pictures.put(picture.timestamp(), picture))) {
                for (EncodedFrame frame : frames) {
                    decoder.decode(frame);
                }
            }
            return pictures;
        }
    }

    private static List<byte[]> units(byte[] clip, boolean messages) {
        List<byte[]> units = new ArrayList<>();
        int begin = 0;
        boolean slices = false;
        for (var range : ByteStream.find(clip, 0)) {
            int type = clip[range.begin()] & 0x1f;
            boolean slice = NalSyntax.H264.isPicture(type);
            if (slices && (!slice || clip[range.begin() + 1] < 0)) {
                units.add(Arrays.copyOfRange(clip, begin, range.begin() - 3));
                begin = range.begin() - 3;
                slices = false;
            }
            slices |= slice;
        }
        return messages
                ? units
                : units.stream().map(RecoveryTest::withoutMessages).toList();
    }

    private static byte[] withoutMessages(byte[] unit) {
        var out = ByteBuffer.allocate(unit.length + 100);
        for (var range : ByteStream.find(unit, 0)) {
            if ((unit[range.begin()] & 0x1f) != SEI) {
                out.put(new byte[] {0, 0, 0, 1}).put(unit, range.begin(), range.size());
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** When pictures are shown: one that others may refer to, after the B pictures behind it. */
    private static long[] times(List<byte[]> units) {
        long[] times = new long[units.size()];
        int shown = 0;
        for (int i = 0; i < units.size(); ) {
            int behind = 0;
            while (i + 1 + behind < units.size() && isB(units.get(i + 1 + behind))) {
                times[i + 1 + behind] = (shown + behind) * STEP;
                behind++;
            }
            times[i] = (shown + behind) * STEP;
            shown += behind + 1;
            i += behind + 1;
        }
        return times;
    }

    private static boolean isB(byte[] unit) {
        for (var range : ByteStream.find(unit, 0)) {
            var header = SliceHeader.parse(ByteBuffer.wrap(unit, range.begin(), range.size()));
            if (header.isPresent()) {
                return header.get().type() == SliceHeader.Type.B;
            }
        }
        throw new AssertionError("no slice");
    }

    private static double difference(VideoFrame one, VideoFrame other) {
        long sum = 0;
        int size = one.width() * one.height();
        for (int i = 0; i < size; i++) {
            sum += Math.abs((one.data().get(i) & 0xff) - (other.data().get(i) & 0xff));
        }
        return (double) sum / size;
    }

    @ParameterizedTest
    @CsvSource({"gdr.h264,true", "opengop2.h264,true", "opengop2.h264,false"})
    void decode_fromAPointOfRecovery_showsWholePicturesOnly(String name, boolean messages) throws Exception {
        byte[] file =
                Files.readAllBytes(Clips.make(Path.of("target", "clips"), name).resolve(name));
        var units = units(file, messages).subList(0, COUNT);
        var whole = Clip.of(units, 0).decoded();
        var clip = Clip.of(units, 7);
        assertThat(clip.format().recovery()).isTrue();
        var pictures = clip.decoded();
        assertThat(pictures).as("most of %d frames", clip.frames().size()).hasSizeGreaterThan(90);
        pictures.forEach((time, picture) -> assertThat(difference(picture, whole.get(time)))
                .as("picture %d", time / STEP)
                .isLessThan(2));
    }
}
