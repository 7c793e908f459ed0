// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.api.SoftAssertions;
import org.camquay.streams.clock.Simulation.Clock;
import org.junit.jupiter.api.Test;

/** Clocks of cameras, in virtual time: every number here is the same on every machine. */
final class SourceClockTest {
    private static final double[] STEPS = {-30, -8, -4, -1, 1, 4, 8, 30};
    private static final double LONGEST_STOP = 0.5;
    private static final double FARTHEST_APART = 0.08;
    private static final double PACKET = 0.02;

    private static final DoubleUnaryOperator AT_ONCE = sent -> sent;
    /** Nothing for 1.5 s of 7, then all of it. */
    private static final DoubleUnaryOperator STALLS = sent -> sent % 7 > 5.5 ? Math.floor(sent / 7) * 7 + 7 : sent;
    /** What was taken in the two seconds before comes at the beginning. */
    private static final DoubleUnaryOperator CACHE = sent -> Math.max(sent, 2);
    /** Two seconds at a time. */
    private static final DoubleUnaryOperator CHUNKS = sent -> Math.ceil(sent / 2) * 2;

    private static final Map<String, DoubleUnaryOperator> NETWORKS =
            Map.of("at once", AT_ONCE, "stalls", STALLS, "cache", CACHE, "chunks", CHUNKS);

    private final SoftAssertions softly = new SoftAssertions();

    @Test
    void goodClock_anyNetwork_isNotTouched() {
        NETWORKS.forEach((name, network) -> {
            for (boolean reordered : new boolean[] {false, true}) {
                var camera = new Simulation();
                camera.network = network;
                camera.reordered = reordered;
                camera.jitter = 0.03;
                softly.assertThat(camera.run())
                        .as(name)
                        .allSatisfy(
                                e -> assertThat(Math.abs(e.time() - e.said())).isLessThan(2e-6));
            }
        });
        softly.assertAll();
    }

    @Test
    void step_ofOneTrackOrBoth_isJoinedWhereItIsExpected() {
        NETWORKS.forEach((name, network) -> {
            for (double step : STEPS) {
                // Nobody can tell a second that is missing in what comes late from a clock that leapt by it.
                boolean hidden = step == 1 && (name.equals("stalls") || name.equals("chunks"));
                for (int tracks = hidden ? 4 : 1; tracks <= 3; tracks++) {
                    for (double jitter : new double[] {0, 0.03, 0.1}) {
                        for (double at : new double[] {10.013, 12.7}) {
                            step(name, network, step, tracks, jitter, at);
                        }
                    }
                }
            }
        });
        softly.assertAll();
    }

    private void step(String name, DoubleUnaryOperator network, double step, int tracks, double jitter, double at) {
        for (boolean reordered : new boolean[] {false, true}) {
            var camera = new Simulation();
            camera.network = network;
            camera.jitter = jitter;
            camera.reordered = reordered;
            Clock stepping = (moment, n) -> moment + (moment >= at ? step : 0);
            camera.pictureClock = (tracks & 1) == 0 ? Clock.GOOD : stepping;
            camera.soundClock = (tracks & 2) == 0 ? Clock.GOOD : stepping;
            var all = camera.run();
            String what =
                    name + ", " + step + " s of " + tracks + ", jitter " + jitter + ", at " + at + ", " + reordered;
            softly.assertThat(Simulation.longestStop(all)).as(what).isLessThan(LONGEST_STOP);
            // Pictures that come in another order than they are shown are expected to two pictures only.
            softly.assertThat(Simulation.apart(all, at + 5))
                    .as(what)
                    .isLessThan(reordered ? 2 * FARTHEST_APART : FARTHEST_APART);
            softly.assertThat(Simulation.breaks(all, PACKET)).as(what).isLessThanOrEqualTo(2);
            if (!reordered) {
                softly.assertThat(Simulation.leastStep(all, Simulation.PICTURE))
                        .as(what)
                        .isPositive();
            }
        }
    }

    @Test
    void oddClock_ofPictures_makesNoStop() {
        Map<String, Clock> clocks = Map.ofEntries(
                Map.entry("constant", (moment, n) -> 0),
                Map.entry("constant for 10 s", (moment, n) -> moment > 5 && moment < 15 ? 5 : moment),
                Map.entry("rises by force for 10 s", (moment, n) -> moment > 5 && moment < 15 ? 5 + n * 1e-6 : moment),
                Map.entry("pairs", (moment, n) -> n / 2 * 0.08),
                Map.entry("five share one", (moment, n) -> n / 5 * 0.2),
                Map.entry("begins again every 4 s", (moment, n) -> moment % 4),
                Map.entry("one of 30 is 3 s late", (moment, n) -> n % 30 == 29 ? moment + 3 : moment),
                Map.entry("one of 30 is 0.2 s late", (moment, n) -> n % 30 == 29 ? moment + 0.2 : moment),
                Map.entry("one of 30 is 1 s early", (moment, n) -> n % 30 == 29 ? moment - 1 : moment),
                Map.entry("0.3 s less, every other 3 s", (moment, n) -> moment - 0.3 * ((int) (moment / 3) % 2)),
                Map.entry("3 % fast", (moment, n) -> moment * 1.03),
                Map.entry("3 % slow", (moment, n) -> moment * 0.97));
        clocks.forEach((name, clock) -> {
            for (double jitter : new double[] {0, 0.03}) {
                var camera = new Simulation();
                camera.pictureClock = clock;
                camera.jitter = jitter;
                camera.seconds = 60;
                var all = camera.run();
                softly.assertThat(Simulation.longestStop(all)).as(name).isLessThan(0.25);
                softly.assertThat(Simulation.apart(all, 5)).as(name).isLessThan(FARTHEST_APART);
                softly.assertThat(Simulation.breaks(all, PACKET)).as(name).isZero();
            }
        });
        softly.assertAll();
    }

    @Test
    void oddClock_ofSound_leavesPacketsExact() {
        var random = new Random(5);
        Map<String, Clock> clocks = Map.of(
                "4 ticks", (moment, n) -> moment + (random.nextInt(9) - 4) / 8000.0,
                "milliseconds", (moment, n) -> Math.round(moment * 1000) / 1000.0,
                "3 % fast", (moment, n) -> moment * 1.03,
                "3 % slow", (moment, n) -> moment * 0.97,
                "one of 30 is 3 s late", (moment, n) -> n % 30 == 29 ? moment + 3 : moment,
                "begins again every 4 s", (moment, n) -> moment % 4,
                "constant", (moment, n) -> 0);
        clocks.forEach((name, clock) -> {
            for (int samples : new int[] {80, 160, 320, 1600}) {
                var camera = new Simulation();
                camera.soundClock = clock;
                camera.samples = samples;
                camera.seconds = 60;
                var all = camera.run();
                softly.assertThat(Simulation.breaks(all, samples / 8000.0))
                        .as(name + ", " + samples)
                        .isZero();
                softly.assertThat(Simulation.apart(all, 5)).as(name).isLessThan(FARTHEST_APART);
            }
        });
        softly.assertAll();
    }

    @Test
    void soundThatIsFastOrSlow_keepsThePicturesBesideIt() {
        for (double pace : new double[] {0.97, 0.99, 0.9998, 1.0002, 1.01, 1.03}) {
            var camera = new Simulation();
            camera.soundPace = pace;
            camera.seconds = 120;
            var all = camera.run();
            softly.assertThat(Simulation.apart(all, 5)).as("pace " + pace).isLessThan(FARTHEST_APART);
            softly.assertThat(Simulation.breaks(all, PACKET)).as("pace " + pace).isZero();
        }
        softly.assertAll();
    }

    @Test
    void loopedFile_tracksOfUnequalLength_staysTogether() {
        var camera = new Simulation();
        camera.pictureClock = (moment, n) -> moment % 10;
        camera.soundClock = (moment, n) -> moment % 9.98;
        camera.seconds = 60;
        var all = camera.run();
        assertThat(Simulation.longestStop(all)).isLessThan(0.25);
        assertThat(Simulation.apart(all, 5)).isLessThan(FARTHEST_APART);
    }

    @Test
    void lostPackets_areMissing() {
        var random = new Random(3);
        var camera = new Simulation();
        camera.lost = (track, moment) -> random.nextInt(50) == 0;
        var all = camera.run();
        List<Simulation.Event> sounds = Simulation.of(all, Simulation.SOUND);
        long lost = Math.round(camera.seconds / PACKET) - sounds.size();
        assertThat(lost).isGreaterThan(10);
        assertThat(Simulation.breaks(all, PACKET)).isBetween(lost / 2, lost);
        assertThat(Simulation.apart(all, 0)).isLessThan(FARTHEST_APART);
    }

    @Test
    void pause_thatArrivalShows_stays() {
        for (int tracks = 1; tracks <= 3; tracks++) {
            int paused = tracks;
            var camera = new Simulation();
            camera.jitter = 0.03;
            camera.lost = (track, moment) -> (paused & track + 1) != 0 && moment > 10 && moment < 15;
            var all = camera.run();
            softly.assertThat(Simulation.apart(all, 0)).as("tracks " + tracks).isLessThan(0.001);
            softly.assertThat(Simulation.longestStop(all) > 4.9).isEqualTo((paused & 1) != 0);
        }
        softly.assertAll();
    }

    @Test
    void clockThatBeginsAgain_afterAPause_keepsThePause() {
        var camera = new Simulation();
        camera.lost = (track, moment) -> moment > 10 && moment < 13;
        camera.pictureClock = (moment, n) -> moment > 10 ? moment - 13 : moment;
        camera.soundClock = camera.pictureClock;
        var all = camera.run();
        assertThat(Simulation.longestStop(all)).isBetween(2.9, 3.1);
        assertThat(Simulation.apart(all, 0)).isLessThan(FARTHEST_APART);
    }

    @Test
    void pictures_movedBySenderReports_areNotMovedBack() {
        var camera = new Simulation();
        camera.reports = moment -> 0;
        camera.pictureClock = (moment, n) -> moment + 0.3 * Math.min(1, moment / 10);
        for (var e : camera.run()) {
            assertThat(Math.abs(e.time() - e.said())).isLessThan(2e-6);
        }
    }

    @Test
    void captureTimes_reportsStep_moveSlowly() {
        var camera = new Simulation();
        camera.reports = moment -> moment > 10 ? 8 : 0;
        var all = camera.run();
        for (var e : all) {
            assertThat(e.captured() - e.taken()).isBetween(-0.001, 0.005 * camera.seconds);
        }
    }
}
