// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camquay.api.media.VideoFormat;
import org.camquay.itests.cameras.Habit.Trait;
import org.camquay.itests.cameras.Site.Driver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RTSP cameras with one habit each, all at the same time, through both drivers: each picture that comes to a reader is whole, none
 * is left out, and times go on as the camera's do.
 */
class HabitsTest {
    private static final double SECONDS = 7;
    private static final double MOST = 0.8;
    private static final double MOST_WITH_LOSS = 0.3;
    private static final long LONGEST_STOP = 2_000_000;
    /** Sound that is far away from its picture; the 80 ms of a good stream are not to be seen with so many at once. */
    private static final long MOST_APART = 4_000_000;

    private static Scene scene;
    private static long begin;
    private static long end;

    @BeforeAll
    static void watch() throws Exception {
        scene = new Scene(habits().toList(), Driver.values());
        scene.begin(12);
        begin = scene.goOn(SECONDS);
        end = Recorder.now();
    }

    @AfterAll
    static void close() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }

    private static Stream<Habit> habits() {
        return Stream.concat(Habits.ALL.stream(), Habits.ROWS.stream());
    }

    static Stream<Arguments> cases() {
        return habits().flatMap(habit -> Stream.of(Driver.values())
                .filter(driver -> driver == Driver.RTSP || !habit.is(Trait.OURS))
                .map(driver -> Arguments.of(driver, habit)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void camera_withAHabit_isSeenAsItIs(Driver driver, Habit habit) {
        var watched = scene.of(driver, habit);
        var pictures = watched.picture().between(begin, end);
        int good = scene.of(driver, Habits.GOOD).picture().between(begin, end).size();
        double expected = good * habit.rate() / Habits.GOOD.rate();
        assertThat((double) pictures.size())
                .as(watched.told())
                .isGreaterThanOrEqualTo(Math.floor(expected * (habit.is(Trait.LOSSY) ? MOST_WITH_LOSS : MOST)));
        assertThat(watched.live()).as(watched.told()).isTrue();
        if (!habit.is(Trait.LOSSY)) {
            whole(habit, pictures);
            long slow = Math.round(3_100_000 / habit.rate());
            assertThat(watched.longestStop(begin, end))
                    .as("longest stop")
                    .isLessThanOrEqualTo(Math.max(slow, LONGEST_STOP));
        }
        if (habit.hasSound()) {
            var apart = watched.apart(begin, end);
            assertThat(apart).as("sound is heard: " + watched.told()).isPresent();
            assertThat(Math.abs(apart.orElseThrow())).as("apart").isLessThanOrEqualTo(MOST_APART);
        }
    }

    /** Each frame is a picture of one of the clips, in their order, and key frames begin with the right parameter sets. */
    private static void whole(Habit habit, List<Recorder.Arrival> arrivals) {
        Set<Integer> before = Set.of();
        for (var arrival : arrivals) {
            var frame = arrival.frame();
            var pictures = new HashSet<Integer>();
            for (String name : habit.clips()) {
                var found = scene.clip(name).pictures(frame.data());
                pictures.addAll(found);
                if (!found.isEmpty() && frame.isKey() && !habit.is(Trait.RECOVERY)) {
                    assertThat(scene.clip(name).holdsSets(frame.data()))
                            .as("the parameter sets of " + name)
                            .isTrue();
                }
            }
            assertThat(pictures).as("a torn picture after " + before).isNotEmpty();
            boolean follows = before.stream().anyMatch(number -> pictures.contains(number + 1));
            assertThat(before.isEmpty() || follows || frame.isKey())
                    .as("picture %s after %s", pictures, before)
                    .isTrue();
            before = pictures;
            var format = (VideoFormat) arrival.format();
            assertThat(format.recovery()).as("recovery").isEqualTo(habit.is(Trait.RECOVERY));
            assertThat(format.reordered()).as("reordered").isEqualTo(habit.is(Trait.REORDERED));
        }
    }
}
