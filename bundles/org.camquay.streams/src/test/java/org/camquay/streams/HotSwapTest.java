// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.StreamState;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.camquay.testkit.RecordingFrameReader.Muted;
import org.junit.jupiter.api.Test;

final class HotSwapTest {
    private final Rig rig = new Rig();
    private final RecordingFrameReader reader = new RecordingFrameReader();

    @Test
    void driver_goesAndAnotherComes_tracksMuteAndUnmuteWithFormatAndKeyFrame() throws Exception {
        var first = rig.driver(H264Samples.format(), H264Samples.opusFormat());
        var stream = rig.pull("cam1");
        var track = Rig.video(stream);
        track.addReader(reader);
        first.last().play(0, 5);
        rig.registry.unbindDriver(first);
        assertThat(first.last().closed()).as("closed before unbind returns").isTrue();
        assertThat(track.muted()).isTrue();
        assertThat(reader.muted()).isTrue();
        assertThat(track.ended()).isFalse();
        assertThat(stream.state()).isEqualTo(StreamState.WAITING);

        rig.loop.advance(Duration.ofSeconds(7));
        var other = new VideoFormat(Codec.h264("42e01f"), 128, 128, 25, false);
        var second = rig.driver(other);
        assertThat(stream.tracks()).hasSize(2).contains(track);
        int before = reader.events().size();
        second.last().play(4, 14);
        List<Object> after = reader.events().subList(before, reader.events().size());
        assertThat(after.get(0)).isEqualTo(new Muted(false));
        assertThat(after.get(1)).isEqualTo(other);
        assertThat(((EncodedFrame) after.get(2)).isKey())
                .as("deltas before are dropped")
                .isTrue();
        assertThat(after).hasSize(2 + 4);
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.tracks().get(1).muted()).as("no sound any more").isTrue();
    }

    @Test
    void timestamps_overASwap_riseByThePause() throws Exception {
        var first = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1");
        Rig.video(stream).addReader(reader);
        first.last().play(90_000, 90_003);
        rig.registry.unbindDriver(first);
        rig.loop.advance(Duration.ofSeconds(7));
        rig.driver(H264Samples.format()).last().play(0, 3);
        List<EncodedFrame> frames = reader.frames();
        assertThat(frames).hasSize(6).map(EncodedFrame::timestamp).isSorted().doesNotHaveDuplicates();
        assertThat(frames.get(0).timestamp())
                .isEqualTo(H264Samples.frame(90_000).timestamp());
        assertThat(frames.get(3).timestamp() - frames.get(2).timestamp()).isEqualTo(7_000_000);
    }

    @Test
    void betterDriver_comesWhileOneServes_isLeftAlone() throws Exception {
        var first = rig.driver(H264Samples.format());
        rig.pull("cam1");
        var better = new FakeCaptureDriver(H264Samples.format());
        rig.bind(better, "fake", 10);
        assertThat(better.attempts()).isZero();
        rig.registry.unbindDriver(first);
        rig.loop.run();
        assertThat(better.attempts()).isEqualTo(1);
    }

    @Test
    void abandonedSource_thatStillDelivers_isNotHeard() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1");
        Rig.video(stream).addReader(reader);
        driver.last().play(0, 3);
        var old = driver.last();
        old.end("lost");
        old.play(3, 20);
        assertThat(reader.frames()).hasSize(3);
        rig.loop.advance(Duration.ofSeconds(1));
        old.play(20, 30);
        driver.last().play(0, 1);
        assertThat(reader.frames()).hasSize(4);
        assertThat(old.closed()).isTrue();
    }

    @Test
    void format_changesInBand_dropsToTheNextKeyFrame() throws Exception {
        var driver = rig.driver(H264Samples.format());
        var stream = rig.pull("cam1");
        Rig.video(stream).addReader(reader);
        driver.last().play(0, 5);
        var other = new VideoFormat(Codec.h264("42e01f"), 128, 128, 25, false);
        driver.last().format(0, other);
        driver.last().play(5, 12);
        assertThat(reader.formats()).last().isEqualTo(other);
        assertThat(reader.frames()).hasSize(5 + 2);
        assertThat(reader.muted()).isFalse();
    }
}
