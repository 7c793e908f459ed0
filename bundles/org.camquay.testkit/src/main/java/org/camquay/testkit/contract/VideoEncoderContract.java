// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.codec.VideoEncoderConfig;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link VideoEncoderFactory} and its encoders keep to. */
@Timeout(120)
public abstract class VideoEncoderContract {
    private static final long BEGIN = 5_000_000;

    /** The factory under test. */
    protected abstract VideoEncoderFactory factory();

    /** A decoder for what it produces. */
    protected abstract VideoDecoderFactory decoderFactory();

    /** What to open it with; 1 Mbit/s, 30 frames/s and a key frame every 60 suit. */
    protected VideoEncoderConfig config() {
        return new VideoEncoderConfig(Codec.h264("42e01f"), 320, 240, 30, 1_000_000, 60);
    }

    @Test
    void encode_pictures_givesOneUnitEachWithItsTimesAndAKeyFrameFirst() throws Exception {
        List<EncodedFrame> units = encode(30, -1);
        assertThat(units).hasSize(30);
        assertThat(units.get(0).isKey()).isTrue();
        for (int i = 0; i < 30; i++) {
            assertThat(units.get(i).timestamp()).isEqualTo(time(i));
            assertThat(units.get(i).captureTime()).isEqualTo(time(i));
            assertThat(units.get(i).size()).isPositive();
        }
        assertThat(units.stream().filter(EncodedFrame::isKey))
                .as("no more key frames than asked for")
                .hasSize(1);
    }

    @Test
    void encode_keyFrameAskedFor_comesAtOnce() throws Exception {
        List<EncodedFrame> units = encode(12, 7);
        assertThat(units.get(7).isKey()).isTrue();
        assertThat(units.get(8).isKey()).isFalse();
    }

    @Test
    void encode_beyondTheInterval_repeatsTheKeyFrame() throws Exception {
        int interval = config().keyFrameInterval();
        List<EncodedFrame> units = encode(2 * interval, -1);
        assertThat(units.subList(1, 2 * interval)).anyMatch(EncodedFrame::isKey);
    }

    @Test
    void keyFrames_ofH264_beginWithTheirParameterSets() throws Exception {
        if (config().codec().is(Codec.H264)) {
            assertThat(encode(12, 5))
                    .filteredOn(EncodedFrame::isKey)
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(AnnexB.beginsWithParameterSets(key.data()))
                            .as("%s", AnnexB.nalTypes(key.data()))
                            .isTrue());
        }
    }

    @Test
    void units_ofH264_keepTheProfileAskedFor() throws Exception {
        if (config().codec().is(Codec.H264)) {
            var data = encode(1, -1).get(0).data();
            int sps = 0;
            while (!(data.get(sps) == 0
                    && data.get(sps + 1) == 0
                    && data.get(sps + 2) == 1
                    && (data.get(sps + 3) & 0x1f) == AnnexB.SPS)) {
                sps++;
            }
            String line = config().codec().sdpFmtpLine();
            String wanted = line.substring(line.indexOf("profile-level-id=") + 17);
            assertThat(data.get(sps + 4) & 0xff)
                    .as("profile_idc")
                    .isEqualTo(Integer.parseInt(wanted.substring(0, 2), 16));
        }
    }

    @Test
    void units_afterManyMore_haveTheSameBytes() throws Exception {
        List<Integer> hashes = new ArrayList<>();
        List<EncodedFrame> units = new ArrayList<>();
        try (var encoder = factory().open(config(), unit -> {
            units.add(unit);
            hashes.add(CapturingFrameSink.hash(unit));
        })) {
            for (int i = 0; i < 50; i++) {
                encoder.encode(picture(i), false);
            }
        }
        assertThat(units).map(CapturingFrameSink::hash).isEqualTo(hashes);
    }

    @Test
    void roundTrip_ofPictures_resemblesThem() throws Exception {
        List<VideoFrame> pictures = new ArrayList<>();
        var config = config();
        var format = new VideoFormat(config.codec(), config.width(), config.height(), config.frameRate(), false);
        try (var decoder = decoderFactory().open(format, pictures::add)) {
            for (EncodedFrame unit : encode(30, -1)) {
                decoder.decode(unit);
            }
        }
        assertThat(pictures).hasSizeGreaterThan(20);
        for (VideoFrame picture : pictures) {
            int index = (int) Math.round((picture.timestamp() - BEGIN) * 30 / 1e6);
            assertThat(Pictures.psnr(picture, picture(index)))
                    .as("PSNR of picture %d", index)
                    .isGreaterThan(30);
        }
    }

    @Test
    void open_unknownCodec_namesIt() {
        var config = new VideoEncoderConfig(Codec.video("video/x-unheard-of"), 320, 240, 30, 1_000_000, 60);
        assertThatThrownBy(() -> factory().open(config, unit -> {}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("x-unheard-of");
    }

    @Test
    void close_twice_isFine_andABitrateMayBeSetBefore() throws Exception {
        var encoder = factory().open(config(), unit -> {});
        encoder.encode(picture(0), false);
        encoder.setTargetBitrate(400_000);
        encoder.encode(picture(1), false);
        encoder.close();
        assertThat(catchThrowable(encoder::close)).isNull();
    }

    private List<EncodedFrame> encode(int count, int keyAt) throws CodecException {
        List<EncodedFrame> units = new ArrayList<>();
        Thread caller = Thread.currentThread();
        try (var encoder = factory().open(config(), unit -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            units.add(unit);
        })) {
            for (int i = 0; i < count; i++) {
                encoder.encode(picture(i), i == keyAt);
                assertThat(units).as("no delay of a frame").hasSize(i + 1);
            }
        }
        return units;
    }

    private VideoFrame picture(int index) {
        return Pictures.moving(config().width(), config().height(), index, time(index));
    }

    private static long time(int index) {
        return BEGIN + index * 1_000_000L / 30;
    }
}
