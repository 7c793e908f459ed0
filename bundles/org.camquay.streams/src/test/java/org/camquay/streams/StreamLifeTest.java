// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Track;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.Test;

final class StreamLifeTest {
    private final Rig rig = new Rig();

    @Test
    void pull_driverPresent_goesLiveWithTheFirstFrame() throws Exception {
        var driver = rig.driver(H264Samples.format(), H264Samples.opusFormat());
        var stream = rig.pull("cam1");
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        driver.last().play(0, 1);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.tracks()).map(Track::kind).containsExactly(MediaKind.VIDEO, MediaKind.AUDIO);
        assertThat(driver.last().request().streamName()).isEqualTo("cam1");
        assertThat(rig.registry.find("cam1")).contains(stream);
        assertThat(rig.registry.list()).containsExactly(stream);
        assertThat(rig.registry.schemes()).containsExactly("fake");
    }

    @Test
    void unusedTracks_saidBySource_standUntilTheNextSourceIsOpen() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1");
        assertThat(stream.unusedTracks()).isEmpty();
        var backChannel = new UnusedTrack("audio", "PCMU", "the camera takes sound here (a=sendonly)");
        driver.last().unused(backChannel);
        assertThat(stream.unusedTracks()).containsExactly(backChannel);
        driver.last().end("lost");
        assertThat(stream.unusedTracks()).containsExactly(backChannel);
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(stream.unusedTracks()).isEmpty();
    }

    @Test
    void pull_nameTaken_isRefused() throws Exception {
        rig.driver(H264Samples.format()).playing();
        rig.pull("cam1");
        assertThatThrownBy(() -> rig.pull("cam1"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("'cam1' is taken");
        rig.registry.shutdown("cam1");
        assertThat(rig.pull("cam1").state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void pull_noDriver_waitsForOne() throws Exception {
        var stream = rig.pull("cam1");
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).contains("no driver opens 'fake:'").doesNotContain("secret");
        var opened = stream.open().toCompletableFuture();
        assertThat(opened).isNotDone();
        var driver = rig.driver(H264Samples.format());
        assertThat(opened).isCompleted();
        driver.last().play(0, 1);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(opened.join()).isEqualTo(stream.tracks());
    }

    @Test
    void open_sourceFails_isRetriedWithGrowingPauses() throws Exception {
        var driver = rig.driver(H264Samples.format());
        driver.fail("camera: off");
        var stream = rig.pull("cam1");
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).isEqualTo("camera: off; next attempt after 0.5 s");
        List<Long> attempts = new ArrayList<>();
        for (int before = driver.attempts(); attempts.size() < 9; rig.loop.advance(Duration.ofMillis(100))) {
            if (driver.attempts() > before) {
                before = driver.attempts();
                attempts.add(rig.loop.clock().nanoTime() / 100_000_000);
            }
        }
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            pauses.add(attempts.get(i) - attempts.get(i - 1));
        }
        assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
        driver.fail(null);
        driver.playing();
        rig.loop.advance(Duration.ofSeconds(31));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void backoff_jitter_staysWithinAQuarter() {
        assertThat(new Backoff(() -> 0).next(Rig.SETTINGS)).isEqualTo(Duration.ofMillis(375));
        assertThat(new Backoff(() -> 1).next(Rig.SETTINGS)).isEqualTo(Duration.ofMillis(625));
    }

    @Test
    void source_livedLong_startsPausesAnew() throws Exception {
        var driver = rig.driver(H264Samples.format()).playing();
        var stream = rig.pull("cam1");
        for (int i = 0; i < 3; i++) {
            driver.last().end("lost");
            rig.loop.advance(Duration.ofSeconds(5));
            assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        }
        driver.last().end("lost");
        assertThat(stream.status()).endsWith("after 4.0 s");
        rig.loop.advance(Duration.ofSeconds(5));
        for (int i = 1; i < 4; i++) {
            driver.last().play(i, i + 1);
            rig.loop.advance(Duration.ofSeconds(6));
        }
        driver.last().play(4, 5);
        driver.last().end("lost");
        assertThat(stream.status()).endsWith("after 0.5 s");
    }

    @Test
    void source_endsWithoutKeepAlive_endsTheStream() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1", false, false);
        var reader = new RecordingFrameReader();
        Rig.video(stream).addReader(reader);
        driver.last().play(0, 3);
        driver.last().end(null);
        rig.loop.run();
        assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
        assertThat(reader.ended()).isTrue();
        assertThat(rig.registry.list()).isEmpty();
        assertThat(driver.last().closed()).isTrue();
    }

    @Test
    void shutdown_live_closesSourceAndEndsTracks() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1");
        var reader = new RecordingFrameReader();
        var converted = Rig.video(stream).in(H264Samples.format().codec());
        converted.addReader(reader);
        assertThat(rig.registry.shutdown("cam1")).isTrue();
        assertThat(driver.last().closed()).isTrue();
        assertThat(reader.ended()).isTrue();
        assertThat(converted.ended()).isTrue();
        assertThat(rig.registry.shutdown("cam1")).isFalse();
        var late = new RecordingFrameReader();
        converted.addReader(late);
        assertThat(late.ended()).isTrue();
    }

    @Test
    void shutdown_beforeTheSourceOpens_failsWhoWaits() throws Exception {
        var stream = rig.pull("cam1");
        var opened = stream.open().toCompletableFuture();
        rig.registry.shutdown("cam1");
        assertThatThrownBy(opened::join).hasCauseInstanceOf(CaptureException.class);
        assertThat(stream.open().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void lazy_stream_opensWithTheFirstAndClosesAfterTheLastReader() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1", true, true);
        assertThat(stream.state()).isEqualTo(StreamState.IDLE);
        assertThat(driver.attempts()).isZero();
        var opened = stream.open().toCompletableFuture();
        rig.loop.run();
        assertThat(opened).isCompleted();
        var reader = new RecordingFrameReader();
        var subscription = Rig.video(stream).in(H264Samples.format().codec()).addReader(reader);
        for (int i = 0; i < 60; i++) {
            driver.last().play(i, i + 1);
            rig.loop.advance(Duration.ofSeconds(1));
        }
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        subscription.close();
        rig.loop.advance(Duration.ofMillis(4900));
        assertThat(driver.last().closed()).isFalse();
        rig.loop.advance(Duration.ofMillis(200));
        assertThat(driver.last().closed()).isTrue();
        assertThat(stream.state()).isEqualTo(StreamState.IDLE);
        assertThat(Rig.video(stream).muted()).isTrue();
        assertThat(stream.open().toCompletableFuture()).isCompleted();
        rig.loop.run();
        driver.last().play(0, 1);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(driver.attempts()).isEqualTo(2);
    }

    @Test
    void lazy_openedButNeverRead_closesAgain() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1", true, true);
        stream.open();
        rig.loop.run();
        rig.loop.advance(Duration.ofSeconds(60));
        assertThat(stream.state()).isEqualTo(StreamState.IDLE);
        assertThat(driver.last().closed()).isTrue();
    }

    @Test
    void lazy_lostWhileRead_isRetried() throws Exception {
        var driver = rig.driver(H264Samples.format()).playing();
        var stream = rig.pull("cam1", true, true);
        stream.open();
        rig.loop.run();
        Rig.video(stream).addReader(new RecordingFrameReader());
        driver.last().end("lost");
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void driver_thatThrows_countsAsFailure() throws Exception {
        rig.bind(
                (request, sink) -> {
                    throw new IllegalStateException("vendor bug");
                },
                "fake",
                0);
        var stream = rig.pull("cam1");
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).contains("IllegalStateException");
    }

    @Test
    void drivers_ofOneScheme_highestRankingIsAsked() throws Exception {
        var low = rig.driver(H264Samples.format());
        var high = new FakeCaptureDriver(H264Samples.format());
        rig.bind(high, "FAKE", 5);
        rig.pull("cam1");
        assertThat(high.attempts()).isEqualTo(1);
        assertThat(low.attempts()).isZero();
    }

    @Test
    void driver_thatCannotReadTheSource_isFollowedByTheNextOne_alsoAtTheNextAttempt() throws Exception {
        var low = rig.driver(H264Samples.format());
        var high = new FakeCaptureDriver(H264Samples.format());
        high.cannotRead("no such codec here");
        rig.bind(high, "fake", 5);
        var stream = rig.pull("cam1");
        assertThat(low.attempts()).isEqualTo(1);
        assertThat(stream.state()).isNotEqualTo(StreamState.WAITING);

        low.last().end("camera gone");
        rig.loop.run();
        assertThat(stream.status()).contains("camera gone");
        rig.loop.advance(Duration.ofSeconds(30));
        assertThat(low.attempts()).isGreaterThan(1);
        assertThat(high.attempts()).isEqualTo(1);
    }

    @Test
    void drivers_ofWhichNoneCanReadTheSource_areAskedAgainLater() throws Exception {
        var only = rig.driver(H264Samples.format());
        only.cannotRead("no such codec here");
        var stream = rig.pull("cam1");
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);
        assertThat(stream.status()).contains("no such codec here");
        rig.loop.advance(Duration.ofSeconds(30));
        assertThat(only.attempts()).isGreaterThan(1);
    }
}
