// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Chromium shows of a picture of 2 Mbit/s whose path is gone for some seconds, and what is sent into it meanwhile. */
@ExtendWith(WorldCondition.class)
class OutageTest {
    private static final boolean LONG = Integer.getInteger("camquay.wan.seconds", 15) >= 60;
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration AFTER = Duration.ofSeconds(LONG ? 8 : 5);
    /** So long after the path is back there may still be gaps. */
    private static final double RECOVERING = 2_000;

    private static final double FREEZE = 200;
    private static final double MOST_IN_VAIN = 0.3e6;
    /** Of a machine that is busy with other things. */
    private static final double BUSY = LONG ? 2 : 10;

    /** The path is noticed to be silent later if the loop waits for a core; without that, all of the stream is sent in vain. */
    private static final double MORE_IF_BUSY = LONG ? 1 : 2;

    private static World world;
    private static Viewer viewer;

    @BeforeAll
    static void build() throws IOException {
        world = new World(List.of(World.STREET, World.GATE));
        viewer = world.viewer("viewer");
    }

    @AfterAll
    static void takeDown() {
        if (world != null) {
            world.close();
        }
    }

    @AfterEach
    void leave() {
        viewer.leave();
    }

    static Stream<Arguments> outages() {
        // After 15 s browsers give a path up, and whether they find it again depends on both sides' checks.
        var seconds = Integer.getInteger("camquay.wan.outage") != null
                ? Stream.of(Integer.getInteger("camquay.wan.outage"))
                : LONG ? Stream.of(1, 5, 10, 15) : Stream.of(5);
        return seconds.flatMap(s -> Stream.of(World.STREET, World.GATE).map(room -> Arguments.of(s, room)));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void pathIsGone_pictureSoonAfterItIsBack_littleIsSentInVain(int seconds, String room) {
        viewer.watch(room);
        viewer.line().is("both delay=25");
        Viewer.pass(SETTLING);
        viewer.mark();
        long sent = viewer.line().is("both loss=100").at("/down/bytes").asLong();
        Viewer.pass(Duration.ofSeconds(seconds));
        double back = System.currentTimeMillis();
        sent = viewer.line().is("both loss=0").at("/down/bytes").asLong() - sent;
        Viewer.pass(AFTER);
        var seen = viewer.since();
        double picture = seen.gaps().stream()
                .mapToDouble(gap -> gap.begin() + gap.length() - back)
                .filter(end -> end > 0)
                .findFirst()
                .orElse(Double.MAX_VALUE);
        double mean = sent * 8.0 / seconds;
        System.out.printf(
                "%s, %d s without a path: picture %.0f ms after it is back; %.0f kbit/s sent in vain; %s%n",
                room, seconds, picture, mean / 1_000, seen);
        assertThat(picture).isLessThan((seconds <= 10 ? 1_000 : 1_500) * BUSY);
        assertThat(seen.gaps().stream().filter(gap -> gap.begin() > back + RECOVERING && gap.length() > FREEZE * BUSY))
                .isEmpty();
        if (seconds >= 10) {
            assertThat(mean).isLessThan(MOST_IN_VAIN * MORE_IF_BUSY);
        } else {
            assertThat(sent * 8.0).as("bits, as much as in 10 s").isLessThan(10 * MOST_IN_VAIN * MORE_IF_BUSY);
        }
    }
}
