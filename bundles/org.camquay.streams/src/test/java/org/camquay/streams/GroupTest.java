// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Track;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.Test;

final class GroupTest {
    private static final VideoFormat LARGE = new VideoFormat(Codec.h264("4d4028"), 1920, 1080, 25, false);
    private static final VideoFormat SMALL = new VideoFormat(Codec.h264("42e01e"), 640, 360, 25, false);

    private final Rig rig = new Rig();
    private final FakeCaptureDriver main = new FakeCaptureDriver(LARGE, H264Samples.opusFormat());
    private final FakeCaptureDriver sub = new FakeCaptureDriver(SMALL, H264Samples.opusFormat());

    GroupTest() {
        rig.bind(main, "main", 0);
        rig.bind(sub, "sub", 0);
    }

    private Stream pull(String name, String scheme, boolean lazy) throws CaptureException {
        var stream = rig.registry.pull(
                new StreamRequest(name, URI.create(scheme + "://camera/"), false, true, lazy, "front-door"));
        rig.loop.run();
        return stream;
    }

    private Stream group() {
        return rig.registry.find("front-door").orElseThrow();
    }

    private static Track video(Stream stream) {
        return stream.tracks().stream()
                .filter(t -> t.kind() == MediaKind.VIDEO)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void qualities_pulledInAnyOrder_areTheLargestFirst() throws Exception {
        var small = pull("door-sub", "sub", false);
        var large = pull("door-main", "main", false);
        main.last().play(0, 1);
        sub.last().play(0, 1);
        assertThat(group().qualities()).containsExactly(large, small);
        assertThat(video(group()).qualities()).extracting(Track::label).containsExactly("door-main", "door-sub");
        assertThat(group().tracks())
                .extracting(Track::kind)
                .containsExactlyInAnyOrder(MediaKind.VIDEO, MediaKind.AUDIO);
        assertThat(rig.registry.list()).containsExactly(group(), small, large);
        assertThat(group().state()).isEqualTo(StreamState.LIVE);
        assertThat(group().status()).contains("door-main: live").contains("door-sub: live");
        assertThat(large.group()).isEqualTo("front-door");
    }

    @Test
    void codecs_differentProfilesAndLevels_coverAll() throws Exception {
        pull("door-main", "main", false);
        pull("door-sub", "sub", false);
        var codec = video(group()).codecs().get(0);
        assertThat(codec.sdpFmtpLine()).contains("profile-level-id=4d4028");
        var agreed = video(group()).in(codec);
        assertThat(video(group()).in(codec)).isSameAs(agreed);
        assertThat(agreed.qualities()).hasSize(2);
        var first = agreed.qualities().get(1);
        assertThat(agreed.qualities().get(1)).as("the same object each time").isSameAs(first);
        assertThat(Passage.covering(List.of(Codec.h264("42e01f"), Codec.h264("640028"), Codec.h264("4d001e")))
                        .sdpFmtpLine())
                .contains("profile-level-id=640028");
        assertThat(Passage.covering(List.of(Codec.h264("640029"), Codec.h264("42e033")))
                        .sdpFmtpLine())
                .contains("profile-level-id=640033");
    }

    @Test
    void quality_read_passesTheSmallStreamThrough() throws Exception {
        pull("door-main", "main", false);
        pull("door-sub", "sub", false);
        var agreed = video(group()).in(video(group()).codecs().get(0));
        var reader = new RecordingFrameReader();
        agreed.qualities().get(1).addReader(reader);
        sub.last().play(0, 3);
        assertThat(reader.frames()).hasSize(3);
        assertThat(agreed.qualities().get(0).stats().readers()).isZero();
    }

    @Test
    void open_slowerStream_isWaitedForButNotForLong() throws Exception {
        main.fail("not there");
        pull("door-main", "main", false);
        pull("door-sub", "sub", false);
        var opened = group().open().toCompletableFuture();
        rig.loop.advance(Duration.ofMillis(500));
        assertThat(opened).isNotDone();
        rig.loop.advance(Duration.ofMillis(1600));
        assertThat(opened).isCompleted();
        assertThat(group().open().toCompletableFuture())
                .as("the next viewer does not wait")
                .isCompleted();
        assertThat(video(group()).qualities()).extracting(Track::label).containsExactly("door-sub");
    }

    @Test
    void member_ends_theOthersGoOn_andTheLastEndsTheGroup() throws Exception {
        pull("door-main", "main", false);
        pull("door-sub", "sub", false);
        var track = video(group());
        rig.registry.shutdown("door-main");
        assertThat(track.qualities()).extracting(Track::label).containsExactly("door-sub");
        assertThat(track.ended()).isFalse();
        pull("door-main", "main", false);
        assertThat(track.qualities()).extracting(Track::label).containsExactly("door-main", "door-sub");
        assertThat(rig.registry.shutdown("front-door")).isTrue();
        assertThat(track.ended()).isTrue();
        assertThat(rig.registry.list()).isEmpty();
        assertThat(rig.registry.find("front-door")).isEmpty();
    }

    @Test
    void lazy_oneQualityIsRead_allAreOpen_andAllCloseAfterwards() throws Exception {
        var large = pull("door-main", "main", true);
        var small = pull("door-sub", "sub", true);
        assertThat(main.attempts()).isZero();
        group().open();
        rig.loop.run();
        var subscription = video(group()).qualities().get(0).addReader(new RecordingFrameReader());
        for (int i = 0; i < 30; i++) {
            main.last().play(i, i + 1);
            sub.last().play(i, i + 1);
            rig.loop.advance(Duration.ofSeconds(1));
        }
        assertThat(large.state()).isEqualTo(StreamState.LIVE);
        assertThat(small.state()).isEqualTo(StreamState.LIVE);
        subscription.close();
        rig.loop.advance(Duration.ofSeconds(12));
        assertThat(large.state()).isEqualTo(StreamState.IDLE);
        assertThat(small.state()).isEqualTo(StreamState.IDLE);
        video(group()).qualities().get(0).addReader(new RecordingFrameReader());
        rig.loop.run();
        assertThat(small.state()).isEqualTo(StreamState.CONNECTING);
    }

    @Test
    void names_ofStreamsAndGroups_excludeEachOther() throws Exception {
        pull("door-main", "main", false);
        assertThatThrownBy(() -> rig.pull("front-door"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("taken");
        rig.pull("other");
        var taken = new StreamRequest("x", URI.create("sub://camera/"), false, true, false, "other");
        assertThatThrownBy(() -> rig.registry.pull(taken))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("is a stream's");
    }
}
