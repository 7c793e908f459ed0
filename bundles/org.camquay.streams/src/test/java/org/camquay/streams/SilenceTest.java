// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamState;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.FakeSource;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources that say nothing, or nothing that a viewer can use, whatever their driver: said, and opened again. */
@Timeout(60)
final class SilenceTest {
    private static final Duration TIMEOUT = Rig.SETTINGS.sourceTimeout();

    private final Rig rig = new Rig();

    private static EncodedFrame sound(int i) {
        return new EncodedFrame(
                EncodedFrame.Type.KEY, i * 20_000L, 20_000, EncodedFrame.UNKNOWN_TIME, ByteBuffer.allocate(9));
    }

    /** So many seconds, each with what a source sends in one. */
    private void seconds(int count, Runnable each) {
        for (int i = 0; i < count; i++) {
            each.run();
            rig.loop.advance(Duration.ofSeconds(1));
        }
    }

    private Stream open(FakeCaptureDriver driver) throws Exception {
        var stream = rig.pull("cam1");
        assertThat(driver.attempts()).isEqualTo(1);
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        return stream;
    }

    @Test
    void deltasOnly_areNotLive_andTheReasonIsToldAfterTheTimeout() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = open(driver);
        assertThat(stream.open().toCompletableFuture())
                .as("viewers are negotiated meanwhile")
                .isCompleted();
        assertThat(stream.status()).isEqualTo("waiting for a key frame");
        seconds(12, () -> driver.last().play(1, 9));
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        assertThat(stream.status()).startsWith("waiting for a key frame (").contains("12 s", "key-frame interval");
        driver.last().play(10, 11);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.status()).isEqualTo("live");
    }

    @Test
    void deltasOnly_forAMinute_areOpenedAgain() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = open(driver);
        seconds(59, () -> driver.last().play(1, 9));
        assertThat(driver.attempts()).isEqualTo(1);
        seconds(3, () -> driver.last().play(1, 9));
        assertThat(driver.attempts()).isEqualTo(2);
        assertThat(driver.sources().get(0).closed()).isTrue();
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
    }

    @Test
    void noFrame_withinTheTimeout_isSaidAndOpenedAgain() throws Exception {
        var driver = rig.driver(H264Samples.format(), H264Samples.opusFormat());
        var stream = open(driver);
        rig.loop.advance(TIMEOUT.plusMillis(1));
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status())
                .contains("fake://camera/cam1: no picture within 10 s", "next attempt after 0.5 s")
                .doesNotContain("secret");
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(driver.attempts()).isEqualTo(2);
    }

    @Test
    void sound_withoutPicture_isNotLive() throws Exception {
        var driver = rig.driver(H264Samples.format(), H264Samples.opusFormat());
        var stream = open(driver);
        seconds(9, () -> driver.last().frame(1, sound(0)));
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        assertThat(stream.status()).isEqualTo("waiting for a key frame");
        seconds(1, () -> driver.last().frame(1, sound(0)));
        rig.loop.advance(Duration.ofMillis(100));
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).contains("no picture within 10 s, though its sound comes");
    }

    @Test
    void sound_ofASourceWithoutPicture_isLive() throws Exception {
        var driver = rig.driver(H264Samples.opusFormat());
        var stream = open(driver);
        assertThat(stream.status()).isEqualTo("waiting for the first sound");
        driver.last().frame(0, sound(0));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        rig.loop.advance(TIMEOUT.plusMillis(1));
        assertThat(stream.status()).contains("no sound for 10 s");
    }

    @Test
    void source_thatStops_isMutedClosedAndOpenedAgain() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = open(driver);
        var reader = new RecordingFrameReader();
        Rig.video(stream).addReader(reader);
        seconds(15, () -> driver.last().play(0, 10));
        rig.loop.advance(Duration.ofMillis(8_950));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(reader.muted()).isFalse();
        rig.loop.advance(Duration.ofMillis(200));
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).contains("no picture for 10 s");
        assertThat(reader.muted()).isTrue();
        assertThat(driver.last().closed()).isTrue();
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(driver.attempts()).isEqualTo(2);
        driver.last().play(0, 1);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(reader.muted()).isFalse();
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void source_thatStops_withoutKeepAlive_endsItsStream() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1", false, false);
        driver.last().play(0, 10);
        rig.loop.advance(TIMEOUT.plusSeconds(1));
        assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
        assertThat(driver.last().closed()).isTrue();
    }

    @Test
    void picture_thatStopsWhileTheSoundGoesOn_isOpenedAgain() throws Exception {
        var driver = rig.driver(H264Samples.format(), H264Samples.opusFormat());
        var stream = open(driver);
        seconds(5, () -> {
            driver.last().play(0, 10);
            driver.last().frame(1, sound(0));
        });
        seconds(9, () -> driver.last().frame(1, sound(0)));
        rig.loop.advance(Duration.ofMillis(100));
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).contains("no picture for 10 s, though its sound comes");
    }

    @Test
    void sound_thatStopsBesideAPicture_isMutedAndSaid_andReturns() throws Exception {
        var driver = rig.driver(H264Samples.format(), H264Samples.opusFormat());
        var stream = open(driver);
        var sound = stream.tracks().get(1);
        driver.last().frame(1, sound(0));
        seconds(25, () -> driver.last().play(0, 10));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.status()).isEqualTo("live; no sound for 25 s");
        assertThat(sound.muted()).isTrue();
        driver.last().frame(1, sound(1));
        assertThat(stream.status()).isEqualTo("live");
        assertThat(sound.muted()).isFalse();
        assertThat(driver.attempts()).isEqualTo(1);
    }

    @Test
    void camera_ofOnePictureInTenSeconds_isFoundOutAndLeftAlone() throws Exception {
        var slow = new VideoFormat(H264Samples.format().codec(), 64, 64, 0, false);
        var driver = rig.driver(slow);
        var stream = open(driver);
        for (int i = 0; i < 60; i++) {
            driver.last().play(0, 1);
            rig.loop.advance(Duration.ofMillis(10_100));
        }
        int attempts = driver.attempts();
        assertThat(attempts).isLessThan(4);
        for (int i = 0; i < 60; i++) {
            driver.last().play(0, 1);
            rig.loop.advance(Duration.ofMillis(10_100));
            assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        }
        assertThat(driver.attempts()).isEqualTo(attempts);
        rig.loop.advance(Duration.ofSeconds(31));
        assertThat(driver.attempts()).as("and it is missed, too").isEqualTo(attempts + 1);
    }

    @Test
    void camera_thatTellsItsSlowRate_isNeverInterrupted() throws Exception {
        var driver = rig.driver(new VideoFormat(H264Samples.format().codec(), 64, 64, 0.1, false));
        open(driver);
        for (int i = 0; i < 30; i++) {
            driver.last().play(0, 1);
            rig.loop.advance(Duration.ofMillis(10_100));
        }
        assertThat(driver.attempts()).isEqualTo(1);
    }

    @Test
    void driver_thatSaysWhatItWaitsFor_isQuoted_andNotWaitedForForEver() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = open(driver);
        driver.last().waiting("the camera sends recovery points only; its password is user:secret@");
        assertThat(stream.status())
                .isEqualTo("waiting for a key frame (the camera sends recovery points only; its password is ***)");
        rig.loop.advance(Duration.ofSeconds(59));
        assertThat(driver.attempts()).isEqualTo(1);
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        rig.loop.advance(Duration.ofSeconds(3));
        assertThat(driver.attempts()).isEqualTo(2);
    }

    @Test
    void newFormat_withoutKeyFrame_isNotLive() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = open(driver);
        seconds(3, () -> driver.last().play(0, 10));
        driver.last().format(0, new VideoFormat(H264Samples.format().codec(), 128, 128, 25, false));
        seconds(11, () -> driver.last().play(1, 10));
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        assertThat(stream.status()).startsWith("waiting for a key frame (");
        assertThat(Rig.video(stream).muted()).isTrue();
        driver.last().play(0, 1);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void source_whoseCloseThrowsAnError_isOpenedAgain() throws Exception {
        rig.bind(
                (request, sink) -> source(sink, () -> {
                    throw new StackOverflowError();
                }),
                "fake",
                0);
        var stream = rig.pull("cam1");
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        rig.loop.advance(TIMEOUT.plusMillis(1));
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void source_whoseCloseHangs_holdsUpNeitherTheNextNorTheEnd() throws Exception {
        var never = new CountDownLatch(1);
        var real = new Rig(task -> Workers.daemon(task, "work").start());
        real.bind(
                (request, sink) ->
                        source(sink, () -> Await.until(Duration.ofHours(1), "never", () -> never.getCount() == 0)),
                "fake",
                0);
        var stream = real.pull("cam1");
        for (int i = 0; i < 3; i++) {
            Await.until(Rig.SOON, "live", () -> stream.state() == StreamState.LIVE);
            real.loop.advance(Duration.ofSeconds(60));
        }
        Await.until(Rig.SOON, "said", () -> {
            real.loop.advance(Duration.ofSeconds(60));
            return stream.status().contains("the driver hangs: 3 calls have not returned");
        });
        never.countDown();
        Await.until(Rig.SOON, "live again", () -> {
            real.loop.advance(Duration.ofSeconds(1));
            return stream.state() == StreamState.LIVE;
        });
        assertThat(real.registry.shutdown("cam1")).isTrue();
    }

    private static MediaSource source(FrameSink sink, Runnable close) {
        sink.onFormat(0, H264Samples.format());
        sink.onFrame(0, H264Samples.frame(0));
        return close::run;
    }

    @Test
    void driver_thatNeverReturnsFromOpen_isAskedAgain_andShutDown() throws Exception {
        var real = new Rig(task -> Workers.daemon(task, "work").start());
        var driver = real.driver(H264Samples.format());
        var gate = driver.hold();
        var stream = real.pull("cam1");
        Await.until(Rig.SOON, "asked", () -> driver.attempts() == 1);
        real.loop.advance(TIMEOUT.multipliedBy(2).minusSeconds(1));
        assertThat(stream.status()).startsWith("opening");
        real.loop.advance(Duration.ofSeconds(1));
        assertThat(stream.status()).contains("did not open the source within 20 s");
        gate.countDown();
        Await.until(Rig.SOON, "asked again", () -> {
            real.loop.advance(Duration.ofSeconds(1));
            return driver.attempts() >= 2;
        });
        assertThat(real.registry.shutdown("cam1")).isTrue();
        Await.until(Rig.SOON, "closed", () -> driver.sources().stream().allMatch(FakeSource::closed));
    }
}
