// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Backlog;
import org.camquay.api.stream.FrameReader;
import org.camquay.testkit.Await;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FanOutTest {
    @Test
    void reader_comesLate_getsFormatAndFramesSinceTheKeyFrameAtOnce() throws Exception {
        var rig = new Rig();
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        driver.last().play(0, 15);
        var reader = new RecordingFrameReader();
        track.addReader(reader);
        assertThat(reader.events()).hasSize(6).first().isEqualTo(H264Samples.format());
        assertThat(reader.frames())
                .map(EncodedFrame::timestamp)
                .first()
                .isEqualTo(H264Samples.frame(10).timestamp());
        assertThat(driver.last().keyFrameRequests()).as("no need to ask").isZero();
        driver.last().play(15, 17);
        assertThat(reader.frames()).hasSize(7);
    }

    @Test
    void cache_overflow_holdsNewReadersUntilTheNextKeyFrame() throws Exception {
        var s = Rig.SETTINGS;
        var rig = new Rig(new Settings(
                s.sourceTimeout(),
                s.firstPause(),
                s.longestPause(),
                s.settled(),
                s.idle(),
                new Backlog(5, s.cached().bytes()),
                s.keyFrameSpacing(),
                s.bitsPerPixel(),
                s.minBitrate(),
                s.keyFrameInterval(),
                s.audioBitrate()));
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        driver.last().play(0, 8);
        var reader = new RecordingFrameReader();
        track.addReader(reader);
        assertThat(driver.last().keyFrameRequests()).isEqualTo(1);
        driver.last().play(8, 12);
        assertThat(reader.frames()).hasSize(2);
        assertThat(reader.frames().get(0).isKey()).isTrue();
    }

    @Test
    void readers_joiningWhileFramesFlow_missAndRepeatNothing() throws Exception {
        var rig = new Rig();
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        var stop = new AtomicBoolean();
        var next = new AtomicLong();
        var joined = new AtomicLong();
        var capture = new Thread(() -> {
            while (!stop.get()) {
                // 4096 frames are the bound of a reader that blocks: no camera makes so many while a reader joins,
                // but an unpaced loop does if the joining thread is preempted
                if (next.get() < joined.get() + 1000) {
                    driver.last().frame(0, H264Samples.frame(next.getAndIncrement()));
                }
                Thread.yield();
            }
        });
        capture.start();
        List<RecordingFrameReader> readers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            var reader = new RecordingFrameReader();
            readers.add(reader);
            var subscription = track.addReader(reader);
            long now = next.get();
            joined.set(now);
            Await.until(Rig.SOON, "two more frames", () -> next.get() > now + 2);
            subscription.close();
        }
        stop.set(true);
        capture.join();
        assertThat(readers).allSatisfy(reader -> {
            List<EncodedFrame> frames = reader.frames();
            assertThat(reader.events().get(0)).isInstanceOf(TrackFormat.class);
            for (int i = 1; i < frames.size(); i++) {
                assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp())
                        .isBetween(33_000L, 34_000L);
            }
        });
        assertThat(readers).map(r -> r.frames().get(0).isKey()).containsOnly(true);
    }

    @Test
    void reader_thatThrows_isDetachedAndHurtsNobody() throws Exception {
        var rig = new Rig();
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        var calls = new AtomicLong();
        track.addReader(new FrameReader() {
            @Override
            public void onFormat(TrackFormat format) {}

            @Override
            public void onFrame(EncodedFrame frame) {
                calls.incrementAndGet();
                throw new IllegalStateException("for the test");
            }
        });
        var reader = new RecordingFrameReader();
        track.addReader(reader);
        driver.last().play(0, 5);
        assertThat(calls.get()).isEqualTo(1);
        assertThat(reader.frames()).hasSize(5);
        assertThat(track.stats().readers()).isEqualTo(1);
    }

    @Test
    void reader_closingItselfInACallback_getsNoMore() throws Exception {
        var rig = new Rig();
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        var reader = new RecordingFrameReader();
        var subscription = track.addReader(reader);
        track.addReader(new FrameReader() {
            @Override
            public void onFormat(TrackFormat format) {}

            @Override
            public void onFrame(EncodedFrame frame) {
                subscription.close();
            }
        });
        driver.last().play(0, 5);
        assertThat(reader.frames()).hasSizeLessThanOrEqualTo(1);
        subscription.close();
    }

    @Test
    void keyFrameRequests_ofManyReaders_areMergedAndSpaced() throws Exception {
        var rig = new Rig();
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        track.requestKeyFrame();
        assertThat(driver.last().keyFrameRequests())
                .as("muted: the first frame is one anyway")
                .isZero();
        driver.last().play(0, 5);
        for (int i = 0; i < 10; i++) {
            track.requestKeyFrame();
        }
        assertThat(driver.last().keyFrameRequests()).isEqualTo(1);
        rig.loop.advance(Duration.ofMillis(290));
        assertThat(driver.last().keyFrameRequests()).isEqualTo(1);
        rig.loop.advance(Duration.ofMillis(20));
        assertThat(driver.last().keyFrameRequests()).isEqualTo(2);
        track.requestKeyFrame();
        driver.last().play(10, 11);
        rig.loop.advance(Duration.ofSeconds(1));
        assertThat(driver.last().keyFrameRequests())
                .as("a key frame came meanwhile")
                .isEqualTo(2);
    }

    @Test
    void stats_ofAClip_countFramesKeysAndRates() throws Exception {
        var rig = new Rig();
        var driver = rig.driver(H264Samples.format());
        var track = Rig.video(rig.pull("cam1"));
        for (int i = 0; i < 100; i++) {
            driver.last().frame(0, H264Samples.frame(i));
            rig.loop.advance(Duration.ofMillis(40));
        }
        assertThat(track.stats().frames()).isEqualTo(100);
        assertThat(track.stats().keyFrames()).isEqualTo(10);
        assertThat(track.stats().bytes()).isGreaterThan(2000);
        assertThat(track.stats().frameRate()).isBetween(24.0, 26.0);
        assertThat(track.stats().bitrate()).isGreaterThan(1000);
        rig.loop.advance(Duration.ofSeconds(10));
        assertThat(track.stats().frameRate()).isZero();
    }
}
