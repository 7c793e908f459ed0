// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.api.stream.Subscription.UNLIMITED;

import java.time.Duration;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.Pictures;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Encoders get what the best of all readers can take, not too often, and as configured when nobody says anything. */
@Timeout(60)
final class TargetBitrateTest {
    private static final VideoFormat RAW = new VideoFormat(Codec.video(Codec.RAW_VIDEO), 1280, 720, 30, false);
    /** 0.07 bits a pixel. */
    private static final int CONFIGURED = 1_935_360;

    private final Rig rig = new Rig();
    private final RecordingFrameReader first = new RecordingFrameReader();
    private final RecordingFrameReader second = new RecordingFrameReader();
    private FakeCaptureDriver driver;
    private FakeVideoEncoders encoders;
    private int sent;

    @AfterEach
    void close() {
        rig.registry.deactivate();
    }

    private Track raw() throws Exception {
        encoders = rig.encoders();
        driver = rig.driver(RAW);
        var track = Rig.video(rig.pull("cam1"));
        return track.in(track.codecs().get(0));
    }

    /** Sends pictures until the reader has so many more. */
    private void pictures(int count) {
        for (int i = 0; i < count; i++) {
            int before = first.frames().size();
            driver.last().frame(0, Pictures.moving(1280, 720, sent, sent * 33_333L));
            sent++;
            first.awaitFrames(before + 1, Rig.SOON);
        }
    }

    private void pass(int seconds) {
        rig.loop.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void encoder_getsTheLargestWishOfAllReaders_andAsConfiguredWithoutAny() throws Exception {
        Track track = raw();
        var one = track.addReader(first);
        var two = track.addReader(second);
        pictures(2);
        assertThat(encoders.opened.get(0).bitrate()).isEqualTo(CONFIGURED);
        assertThat(one.setTargetBitrate(400_000)).as("one says nothing yet").isFalse();
        pictures(2);
        assertThat(encoders.bitrates).isEmpty();
        assertThat(two.setTargetBitrate(700_000)).isTrue();
        pictures(2);
        assertThat(encoders.bitrates).containsExactly(700_000);
        pass(5);
        two.close();
        pictures(2);
        assertThat(encoders.bitrates).as("the better one left").containsExactly(700_000, 400_000);
        pass(5);
        one.setTargetBitrate(UNLIMITED);
        pictures(2);
        assertThat(encoders.bitrates).endsWith(CONFIGURED);
        assertThat(encoders.opened).as("was never opened again").hasSize(1);
    }

    @Test
    void changes_smallOnesOrTooSoon_waitOrAreLeftOut() throws Exception {
        Track track = raw();
        var reader = track.addReader(first);
        pictures(1);
        reader.setTargetBitrate(1_000_000);
        pictures(1);
        reader.setTargetBitrate(900_000);
        pass(10);
        pictures(1);
        reader.setTargetBitrate(1_200_000);
        pass(10);
        pictures(1);
        assertThat(encoders.bitrates).as("10 % less, 20 % more").containsExactly(1_000_000);
        reader.setTargetBitrate(500_000);
        pictures(1);
        reader.setTargetBitrate(300_000);
        reader.setTargetBitrate(320_000);
        pictures(1);
        assertThat(encoders.bitrates).as("too soon").containsExactly(1_000_000, 500_000);
        pass(1);
        pictures(1);
        assertThat(encoders.bitrates).as("the latest, by itself").containsExactly(1_000_000, 500_000, 320_000);
        reader.setTargetBitrate(600_000);
        pass(2);
        pictures(1);
        assertThat(encoders.bitrates).as("up takes longer").endsWith(320_000);
        pass(1);
        pictures(1);
        assertThat(encoders.bitrates).endsWith(600_000);
        reader.setTargetBitrate(1);
        pass(1);
        pictures(1);
        assertThat(encoders.bitrates)
                .as("a picture that nobody could see is no use")
                .endsWith(100_000);
    }

    @Test
    void encoder_thatCannotChange_isOpenedAgain_andALaterOneKnows() throws Exception {
        Track track = raw();
        encoders.adjustable = false;
        var reader = track.addReader(first);
        pictures(1);
        reader.setTargetBitrate(400_000);
        pictures(1);
        assertThat(encoders.opened).hasSize(2);
        assertThat(encoders.opened.get(1).bitrate()).isEqualTo(400_000);
        driver.last().format(0, new VideoFormat(Codec.video(Codec.RAW_VIDEO), 640, 360, 30, false));
        driver.last().frame(0, Pictures.moving(640, 360, sent, sent * 33_333L));
        Await.until(Rig.SOON, "the encoder of the smaller picture", () -> encoders.opened.size() == 3);
        assertThat(encoders.opened.get(2).bitrate()).isEqualTo(400_000);
    }

    @Test
    void source_thatEncodesItself_isToldThroughEveryPassage_andAgainWhenItComesBack() throws Exception {
        driver = rig.driver(H264Samples.format());
        var plain = Rig.video(rig.pull("cam1"));
        Subscription viewer = plain.in(plain.codecs().get(0)).addReader(first);
        driver.last().play(0, 2);
        assertThat(viewer.setTargetBitrate(800_000)).isTrue();
        assertThat(driver.last().targetBitrate()).isEqualTo(800_000);
        var recorder = plain.addReader(second);
        pass(4);
        assertThat(driver.last().targetBitrate()).as("one who wants all").isEqualTo(UNLIMITED);
        recorder.close();
        pass(4);
        assertThat(driver.last().targetBitrate()).isEqualTo(800_000);
        driver.last().end("lost");
        pass(4);
        assertThat(driver.sources()).hasSize(2);
        assertThat(driver.last().targetBitrate()).as("the next source is told").isEqualTo(800_000);
        viewer.close();
        pass(4);
        assertThat(driver.last().targetBitrate()).isEqualTo(UNLIMITED);
    }
}
