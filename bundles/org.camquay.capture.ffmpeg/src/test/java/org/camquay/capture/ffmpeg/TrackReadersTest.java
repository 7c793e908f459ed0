// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.H264Samples;
import org.junit.jupiter.api.Test;

/** H.264, AAC and JPEG packets as cameras really send them. */
final class TrackReadersTest {
    private static final byte[] NOTHING = {};

    private static ElementaryStream stream(byte[] extradata) {
        return new ElementaryStream(0, 0, 0, "", 0, 0, 0, 0, 0, 0, extradata, Orientation.UPRIGHT);
    }

    private static Packet packet(byte[] data, long pts) {
        return new Packet(0, data, pts, Packet.NO_TIME, 0, pts);
    }

    private static byte[] bytes(EncodedFrame frame) {
        byte[] bytes = new byte[frame.size()];
        frame.data().get(bytes);
        return bytes;
    }

    /** The clip's units of those types, behind start codes or lengths. */
    private static byte[] pick(byte[] unit, boolean lengths, int... types) {
        var out = new ByteArrayOutputStream();
        for (var range : ByteStream.find(unit, 0)) {
            int type = unit[range.begin()] & 0x1f;
            if (java.util.Arrays.stream(types).anyMatch(t -> t == type)) {
                out.writeBytes(ByteBuffer.allocate(4)
                        .putInt(lengths ? range.size() : 1)
                        .array());
                out.write(unit, range.begin(), range.size());
            }
        }
        return out.toByteArray();
    }

    private static byte[] configuration(byte[] key) {
        var out = new ByteArrayOutputStream();
        byte[] sps = null;
        byte[] pps = null;
        for (var range : ByteStream.find(key, 0)) {
            int type = key[range.begin()] & 0x1f;
            sps = type == AnnexB.SPS ? ByteStream.copy(key, range) : sps;
            pps = type == AnnexB.PPS ? ByteStream.copy(key, range) : pps;
        }
        out.writeBytes(new byte[] {1, sps[1], sps[2], sps[3], (byte) 0xff, (byte) 0xe1, 0, (byte) sps.length});
        out.writeBytes(sps);
        out.writeBytes(new byte[] {1, 0, (byte) pps.length});
        out.writeBytes(pps);
        return out.toByteArray();
    }

    @Test
    void h264_behindLengths_becomesAnnexBWithSetsBeforeEachKeyFrame() {
        List<EncodedFrame> clip = H264Samples.clip();
        var reader = new NalTrack(NalSyntax.H264, stream(configuration(bytes(clip.get(0)))));
        var format = (VideoFormat) reader.format().orElseThrow();
        assertThat(format).extracting(VideoFormat::width, VideoFormat::height).containsExactly(64, 64);
        assertThat(format.reordered()).isFalse();
        for (int i = 0; i < clip.size(); i++) {
            byte[] bare = pick(bytes(clip.get(i)), true, 1, 5);
            var frame = (EncodedFrame) reader.read(packet(bare, i), i, 7).orElseThrow();
            assertThat(frame.isKey()).isEqualTo(clip.get(i).isKey());
            assertThat(AnnexB.nalTypes(frame.data()))
                    .containsExactlyElementsOf(frame.isKey() ? List.of(7, 8, 5) : List.of(1));
            assertThat(frame.captureTime()).isEqualTo(7);
        }
    }

    @Test
    void h264_withSetsInPacketsOfTheirOwn_waitsForTheKeyFrame() {
        List<EncodedFrame> clip = H264Samples.clip();
        var reader = new NalTrack(NalSyntax.H264, stream(NOTHING));
        assertThat(reader.format()).isEmpty();
        assertThat(reader.read(packet(pick(bytes(clip.get(0)), false, 5), 0), 0, 0))
                .isEmpty();
        assertThat(reader.read(packet(bytes(clip.get(1)), 1), 1, 0)).isEmpty();
        assertThat(reader.read(packet(pick(bytes(clip.get(0)), false, 7), 2), 2, 0))
                .isEmpty();
        assertThat(reader.read(packet(pick(bytes(clip.get(0)), false, 8), 3), 3, 0))
                .isEmpty();
        assertThat(reader.read(packet(bytes(clip.get(1)), 4), 4, 0))
                .as("a delta frame first")
                .isEmpty();
        var key = (EncodedFrame) reader.read(packet(pick(bytes(clip.get(0)), false, 6, 5), 5), 5, 0)
                .orElseThrow();
        assertThat(AnnexB.beginsWithParameterSets(key.data())).isTrue();
        assertThat(reader.format()).isPresent();
    }

    @Test
    void h264_inOrderAlready_isNotCopiedAgain() {
        byte[] key = bytes(H264Samples.clip().get(0));
        var reader = new NalTrack(NalSyntax.H264, stream(NOTHING));
        var frame = (EncodedFrame) reader.read(packet(key, 0), 0, 0).orElseThrow();
        assertThat(frame.data()).isEqualTo(ByteBuffer.wrap(key));
    }

    @Test
    void h264_whosePictureSizeChanges_tellsANewFormatWithTheKeyFrame() {
        byte[] key = bytes(H264Samples.clip().get(0));
        var reader = new NalTrack(NalSyntax.H264, stream(NOTHING));
        reader.read(packet(key, 0), 0, 0);
        byte[] other = Clips.bytes("clip.ts");
        var small = (VideoFormat) reader.format().orElseThrow();
        // the parameter sets of another clip, before a picture of this one
        int at = 0;
        while (!(other[at] == 0 && other[at + 1] == 0 && other[at + 2] == 1 && (other[at + 3] & 0x1f) == 7)) {
            at++;
        }
        var sets = java.util.Arrays.copyOfRange(other, at, at + 60);
        int end = 4;
        while (!(sets[end] == 0 && sets[end + 1] == 0 && sets[end + 2] == 1)) {
            end++;
        }
        var changed = new ByteArrayOutputStream();
        changed.write(sets, 0, end);
        changed.writeBytes(pick(key, false, 8, 5));
        reader.read(packet(changed.toByteArray(), 1), 1, 0);
        var large = (VideoFormat) reader.format().orElseThrow();
        assertThat(small.width()).isEqualTo(64);
        assertThat(large).extracting(VideoFormat::width, VideoFormat::height).containsExactly(160, 120);
    }

    @Test
    void h264_whoseTimesStepBack_isFoundToReorder() {
        byte[] key = bytes(H264Samples.clip().get(0));
        byte[] delta = bytes(H264Samples.clip().get(1));
        var reader = new NalTrack(NalSyntax.H264, stream(NOTHING));
        reader.read(packet(key, 0), 0, 0);
        assertThat(reader.reordered()).isFalse();
        for (int i = 1; i < 12; i++) {
            long pts = (i % 3 == 1 ? i + 2 : i - 1) * 40_000L;
            reader.read(packet(delta, pts), pts, 0);
        }
        assertThat(reader.read(packet(delta, 900_000), 900_000, 0))
                .as("until the next key frame")
                .isEmpty();
        assertThat(reader.read(packet(key, 1_000_000), 1_000_000, 0)).isPresent();
        assertThat(reader.reordered()).isTrue();
        assertThat(((VideoFormat) reader.format().orElseThrow()).reordered()).isTrue();
    }

    @Test
    void adts_isTakenOff() {
        byte[] adts = {(byte) 0xff, (byte) 0xf1, 0x50, (byte) 0x80, 0x01, 0x7f, (byte) 0xfc, 1, 2, 3, 4};
        var reader = new AacTrack(stream(NOTHING));
        assertThat(reader.format()).isEmpty();
        var frame = (EncodedFrame) reader.read(packet(adts, 0), 0, 0).orElseThrow();
        assertThat(bytes(frame)).containsExactly(1, 2, 3, 4);
        var format = (AudioFormat) reader.format().orElseThrow();
        assertThat(format)
                .extracting(AudioFormat::sampleRate, AudioFormat::channels)
                .containsExactly(44_100, 2);
        assertThat(format.description()).isEqualTo(ByteBuffer.wrap(new byte[] {0x12, 0x10}));
    }

    @Test
    void anyBytes_neverHarm() {
        var random = new Random(6);
        byte[] key = bytes(H264Samples.clip().get(0));
        byte[] configuration = configuration(key);
        for (int round = 0; round < 3000; round++) {
            byte[] extradata = mutated(round % 2 == 0 ? configuration : key, random);
            List<TrackReader> readers = new ArrayList<>(List.of(
                    new NalTrack(NalSyntax.H264, stream(extradata)),
                    new NalTrack(NalSyntax.H265, stream(extradata)),
                    new AacTrack(stream(extradata)),
                    new JpegTrack(stream(extradata))));
            for (TrackReader reader : readers) {
                for (int i = 0; i < 3; i++) {
                    byte[] data = mutated(key, random);
                    reader.inspect(packet(data, i));
                    var frame = reader.read(packet(data, i), i, MediaFrame.UNKNOWN_TIME);
                    assertThat(frame.isEmpty() || reader.format().isPresent()).isTrue();
                }
            }
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] copy = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
        for (int i = random.nextInt(8); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(Math.min(copy.length, 60))] = (byte) random.nextInt();
        }
        return copy;
    }

    @Test
    void yuyv_fromACamera_becomesI420() throws Exception {
        Ffmpeg.load();
        int yuyv = org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUYV422;
        var camera = new ElementaryStream(0, 0, 0, "rawvideo", 34, 18, 30, yuyv, 0, 0, NOTHING, Orientation.UPRIGHT);
        byte[] gray = new byte[34 * 18 * 2];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) (i % 2 == 0 ? 90 : 128);
        }
        try (var reader = PictureTrack.of(camera).orElseThrow()) {
            var picture = (org.camquay.api.media.VideoFrame)
                    reader.read(packet(gray, 0), 0, 0).orElseThrow();
            for (int i = 0; i < picture.data().remaining(); i++) {
                assertThat(picture.data().get(i)).isEqualTo((byte) (i < 34 * 18 ? 90 : 128));
            }
            assertThat(reader.read(packet(new byte[10], 1), 1, 0)).isEmpty();
            reader.close();
            assertThat(reader.read(packet(gray, 2), 2, 0)).isEmpty();
        }
    }
}
