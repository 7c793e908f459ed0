// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    private static final long SECOND = 1_000_000;

    private static Packet packet(long pts, long dts, long arrival) {
        return new Packet(0, new byte[1], pts, dts, 0, arrival);
    }

    @Test
    void place_fromAnyBeginning_beginsAtZeroAndKeepsSteps() {
        var timeline = new Timeline(true);
        assertThat(timeline.place(0, packet(95_000 * SECOND, Packet.NO_TIME, 0), false, 0))
                .isZero();
        assertThat(timeline.place(1, packet(95_000 * SECOND + 10_000, Packet.NO_TIME, 1), false, 0))
                .isEqualTo(10_000);
        assertThat(timeline.place(0, packet(95_000 * SECOND + 33_333, Packet.NO_TIME, 40_000), false, 0))
                .isEqualTo(33_333);
    }

    @Test
    void place_withoutTimes_countsByArrivalOrByStep() {
        var live = new Timeline(true);
        assertThat(live.place(0, packet(Packet.NO_TIME, Packet.NO_TIME, 500), false, 0))
                .isZero();
        assertThat(live.place(0, packet(Packet.NO_TIME, Packet.NO_TIME, 100_500), false, 0))
                .isEqualTo(100_000);
        var recorded = new Timeline(false);
        recorded.place(0, packet(Packet.NO_TIME, Packet.NO_TIME, 0), false, 0);
        assertThat(recorded.place(0, packet(Packet.NO_TIME, Packet.NO_TIME, 1), false, 0))
                .isEqualTo(40_000);
    }

    @Test
    void place_afterTheClockOfARecordingJumps_goesOnTogether() {
        var timeline = new Timeline(false);
        for (int i = 0; i < 50; i++) {
            timeline.place(0, packet(i * 40_000L, Packet.NO_TIME, i * 40_000L), false, 0);
            timeline.place(1, packet(i * 40_000L, Packet.NO_TIME, i * 40_000L), false, 0);
        }
        long jump = -26 * 3600 * SECOND;
        long video = timeline.place(0, packet(50 * 40_000L + jump, Packet.NO_TIME, 50 * 40_000L), false, 0);
        // one of before the jump comes late
        long late = timeline.place(1, packet(50 * 40_000L, Packet.NO_TIME, 50 * 40_000L), false, 0);
        long audio = timeline.place(1, packet(51 * 40_000L + jump, Packet.NO_TIME, 51 * 40_000L), false, 0);
        assertThat(video).isEqualTo(2_000_000);
        assertThat(late).isEqualTo(2_000_000);
        assertThat(audio).isEqualTo(2_040_000);
    }

    /** Steps, a stray, and times that stand still. */
    @Test
    void place_ofALiveSource_keepsWhatItTells() {
        var timeline = new Timeline(true);
        long[] told = {0, 40_000, -3_960_000, 30 * SECOND, 80_000, 80_000, 80_000, 26 * 3600 * SECOND, 120_000};
        for (int i = 0; i < told.length; i++) {
            assertThat(timeline.place(0, packet(7 + told[i], Packet.NO_TIME, i * 40_000L), false, 0))
                    .as("packet %d", i)
                    .isEqualTo(told[i]);
        }
        assertThat(timeline.place(0, packet(Packet.NO_TIME, Packet.NO_TIME, 400_000), false, 20_000))
                .isBetween(120_001L, 250_000L);
    }

    /** As of a camera whose sound counts from its start, and its picture from 1970. */
    @Test
    void place_ofTracksThatBeginFarApart_bringsThemTogether() {
        var timeline = new Timeline(true);
        timeline.place(0, packet(5, Packet.NO_TIME, 0), false, 0);
        assertThat(timeline.place(1, packet(95_000 * SECOND, Packet.NO_TIME, 0), false, 0))
                .isZero();
        assertThat(timeline.place(1, packet(95_000 * SECOND + 20_000, Packet.NO_TIME, 20_000), false, 0))
                .isEqualTo(20_000);
    }

    @Test
    void place_ofReorderedPictures_keepsTheirOrder() {
        var timeline = new Timeline(false);
        long[] pts = {0, 120_000, 40_000, 80_000, 240_000};
        List<Long> placed = new ArrayList<>();
        for (int i = 0; i < pts.length; i++) {
            placed.add(timeline.place(0, packet(pts[i], i * 40_000L - 80_000, i), true, 0));
        }
        assertThat(placed).containsExactly(0L, 120_000L, 40_000L, 80_000L, 240_000L);
        assertThat(timeline.decodingTime(packet(120_000, -40_000, 0), 120_000)).isEqualTo(-40_000);
    }

    @Test
    void place_ofEqualTimesInARecording_stillRises() {
        var timeline = new Timeline(false);
        assertThat(timeline.place(0, packet(5, Packet.NO_TIME, 0), false, 0)).isZero();
        assertThat(timeline.place(0, packet(5, Packet.NO_TIME, 0), false, 0)).isEqualTo(1);
        assertThat(timeline.place(0, packet(3, Packet.NO_TIME, 0), false, 0)).isEqualTo(2);
    }

    @Test
    void nextRound_goesOnWhereTheLongestTrackEnded() {
        var timeline = new Timeline(false);
        for (int i = 0; i < 10; i++) {
            timeline.place(0, packet(7 * SECOND + i * 40_000L, Packet.NO_TIME, 0), false, 0);
        }
        timeline.place(1, packet(7 * SECOND, Packet.NO_TIME, 0), false, 0);
        timeline.nextRound();
        assertThat(timeline.place(0, packet(7 * SECOND, Packet.NO_TIME, 0), false, 0))
                .isEqualTo(400_000);
        assertThat(timeline.place(1, packet(7 * SECOND, Packet.NO_TIME, 0), false, 0))
                .isEqualTo(400_000);
        assertThat(timeline.place(0, packet(7 * SECOND + 40_000, Packet.NO_TIME, 0), false, 0))
                .isEqualTo(440_000);
    }

    @Test
    void place_ofRandomTimesInARecording_alwaysRises() {
        var random = new Random(5);
        var timeline = new Timeline(false);
        long[] last = {-1, -1};
        for (int i = 0; i < 20_000; i++) {
            int track = random.nextInt(2);
            long pts = random.nextInt(4) == 0 ? Packet.NO_TIME : random.nextLong() >> 12 + random.nextInt(40);
            long placed = timeline.place(track, packet(pts, Packet.NO_TIME, i * 20_000L), false, 0);
            assertThat(placed).isGreaterThan(last[track]);
            last[track] = placed;
        }
    }
}
