// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainingTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FakeHouse house = new FakeHouse();

    @ParameterizedTest
    @CsvSource({"1000, 60, 34", "3, 60, 1", "1000, 1, 1000", "7, 2, 7", "1000, 86400, 4"})
    void due_anyNumber_isSpreadOverHalfOfTheTime(int present, int seconds, int mostAtOnce) {
        var draining = new Draining(0, Duration.ofSeconds(seconds));
        int left = present;
        long now = 0;
        for (; left > 0; now += SECOND) {
            int due = draining.due(left, now, SECOND);
            assertThat(due).isBetween(0, Math.min(left, mostAtOnce));
            left -= due;
        }
        assertThat(now).isLessThanOrEqualTo(Math.max(SECOND, seconds * SECOND / 2));
    }

    @Test
    void drain_refusesNewcomersAndSendsAllAwayCamerasFirst() {
        var waiting = house.viewer();
        var camera = house.device(FakeHouse.ONE);
        var watching = house.viewer();
        FakeHouse.meet(watching, camera);
        house.server.drain(Duration.ofSeconds(12));
        var connect = waiting.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        assertThat(waiting.answer(connect).at("/error/code").asInt()).isEqualTo(503);
        var late = new FakeLink(house, FakeHouse.OTHER);
        assertThat(late.answer(late.call("register", "{\"name\":\"attic\"}"))
                        .at("/error/code")
                        .asInt())
                .isEqualTo(503);
        var all = List.of(camera, waiting, watching, late);
        var gone = new ArrayList<FakeLink>();
        for (int second = 1; second <= 6; second++) {
            house.now += SECOND;
            house.server.tick();
            all.stream().filter(link -> !link.open && !gone.contains(link)).forEach(gone::add);
            assertThat(gone).as("after %d s", second).hasSizeLessThanOrEqualTo(second);
        }
        assertThat(gone).hasSize(4).startsWith(camera).allMatch(link -> link.closeStatus == 1012);
        house.now += SECOND;
        house.server.tick();
        assertThat(house.server.participants()).isZero();
    }
}
