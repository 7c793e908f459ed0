// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link VideoDecoderFactory} and its decoders keep to. Decodes the H.264 clip unless told otherwise. */
@Timeout(120)
public abstract class VideoDecoderContract {
    /** The factory under test. */
    protected abstract VideoDecoderFactory factory();

    /** The format of {@link #frames()}; the size must be the true one. */
    protected VideoFormat format() {
        return H264Samples.format();
    }

    /** At least 10 frames in decoding order, the first one a key frame. */
    protected List<EncodedFrame> frames() {
        return H264Samples.clip();
    }

    /** What the first of {@link #frames()} shows, if known. */
    protected Optional<VideoFrame> firstPicture() {
        return Optional.of(H264Samples.firstPicture());
    }

    /** How many pictures a decoder may hold back. */
    protected int delay() {
        return 0;
    }

    @Test
    void decode_frames_givesPicturesWithTheirTimesInOutputOrder() throws Exception {
        List<VideoFrame> pictures = decode(frames());
        assertThat(pictures).hasSizeBetween(frames().size() - delay(), frames().size());
        assertThat(pictures).map(VideoFrame::timestamp).isSorted().doesNotHaveDuplicates();
        List<Long> times = frames().stream().map(EncodedFrame::timestamp).toList();
        assertThat(pictures).map(VideoFrame::timestamp).isSubsetOf(times);
        assertThat(pictures).allSatisfy(p -> {
            assertThat(p.width()).isEqualTo(format().width());
            assertThat(p.height()).isEqualTo(format().height());
        });
    }

    @Test
    void decode_firstFrame_showsWhatWasEncoded() throws Exception {
        List<VideoFrame> pictures = decode(frames());
        if (firstPicture().isPresent()) {
            assertThat(Pictures.psnr(pictures.get(0), firstPicture().get())).isGreaterThan(30);
        }
        assertThat(pictures.get(0).timestamp())
                .isEqualTo(frames().stream()
                        .mapToLong(EncodedFrame::timestamp)
                        .min()
                        .getAsLong());
    }

    @Test
    void pictures_afterManyMore_haveTheSameBytes() throws Exception {
        List<Integer> hashes = new ArrayList<>();
        List<VideoFrame> pictures = new ArrayList<>();
        try (var decoder = factory().open(format(), picture -> {
            pictures.add(picture);
            hashes.add(CapturingFrameSink.hash(picture));
        })) {
            for (EncodedFrame frame : frames()) {
                decoder.decode(frame);
            }
        }
        assertThat(pictures).map(CapturingFrameSink::hash).isEqualTo(hashes);
    }

    @Test
    void decode_damagedFrames_passesThemOver() throws Exception {
        var random = new Random(1);
        List<VideoFrame> pictures = new ArrayList<>();
        try (var decoder = factory().open(format(), pictures::add)) {
            for (EncodedFrame frame : frames()) {
                decoder.decode(damaged(frame, random));
            }
            decoder.decode(with(frames().get(0), new byte[0]));
            pictures.clear();
            for (EncodedFrame frame : frames()) {
                decoder.decode(frame);
            }
        }
        assertThat(pictures).as("decoding recovers with the next key frame").isNotEmpty();
    }

    private static EncodedFrame damaged(EncodedFrame frame, Random random) {
        byte[] bytes = new byte[frame.size()];
        frame.data().get(bytes);
        for (int i = 0; i < 1 + bytes.length / 20; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return with(frame, random.nextBoolean() ? bytes : java.util.Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static EncodedFrame with(EncodedFrame frame, byte[] bytes) {
        return new EncodedFrame(
                frame.type(), frame.timestamp(), frame.duration(), frame.captureTime(), ByteBuffer.wrap(bytes));
    }

    @Test
    void open_unknownCodec_namesIt() {
        var format = new VideoFormat(Codec.video("video/x-unheard-of"), 64, 64, 30, false);
        assertThatThrownBy(() -> factory().open(format, picture -> {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("x-unheard-of");
    }

    @Test
    void close_twice_isFine() throws Exception {
        var decoder = factory().open(format(), picture -> {});
        decoder.decode(frames().get(0));
        decoder.close();
        assertThat(catchThrowable(decoder::close)).isNull();
    }

    private List<VideoFrame> decode(List<EncodedFrame> frames) throws CodecException {
        List<VideoFrame> pictures = new ArrayList<>();
        Thread caller = Thread.currentThread();
        try (var decoder = factory().open(format(), picture -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            pictures.add(picture);
        })) {
            for (EncodedFrame frame : frames) {
                decoder.decode(frame);
            }
        }
        return pictures;
    }
}
