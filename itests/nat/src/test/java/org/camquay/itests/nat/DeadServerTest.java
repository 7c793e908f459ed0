// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A STUN server that never answers costs no time where another one does. */
@ExtendWith(SharedWorld.class)
class DeadServerTest {
    private static final int RUNS = 5;

    /** What a single connection may take longer than another by chance, on a machine with other things to do. */
    private static final int CHANCE_MILLIS = 500;

    @Test
    void deadStunServer_inTheList_delaysNothing(World world) throws IOException {
        var without = new ArrayList<Integer>();
        var with = new ArrayList<Integer>();
        for (int i = 0; i <= RUNS; i++) {
            int alone = connectMillis(world, Turn.NONE);
            int beside = connectMillis(world, Turn.DEAD_STUN);
            if (i > 0) { // the first of each is slow
                without.add(alone);
                with.add(beside);
            }
        }
        System.out.println("connected after, ms: without a dead STUN server " + without + ", with one " + with);
        assertThat(median(with)).isLessThan(2 * median(without) + CHANCE_MILLIS);
    }

    /** Both ends need a STUN server to find a way to each other. */
    private static int connectMillis(World world, Turn turn) throws IOException {
        var camera = world.camera(NatKind.PORT_RESTRICTED, turn);
        try (var page = world.page(NatKind.PORT_RESTRICTED, camera, turn)) {
            World.awaitPictures(page, turn + ": the picture comes", World.PATIENCE);
            int millis =
                    page.evaluate("player.getStats()").path("connectMillis").asInt();
            page.evaluate("player.stop()");
            return millis;
        }
    }

    private static int median(List<Integer> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
