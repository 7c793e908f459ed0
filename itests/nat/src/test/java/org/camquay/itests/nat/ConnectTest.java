// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long a viewer waits, from {@code connect} to the first packet of media. The lab's wires take no time, so round trips
 * count for nothing here.
 */
@ExtendWith(SharedWorld.class)
class ConnectTest {
    private static final int RUNS = 7;

    /** For a machine with other things to do, which has only a part of two cores left. */
    private static final int LOOSER = 10;

    /** @param millis what it is to be on a machine with nothing else to do */
    @ParameterizedTest(name = "both {0}")
    @CsvSource({"OPEN,60", "PORT_RESTRICTED,300", "SYMMETRIC,300"})
    void firstPacket_warm_comesSoon(NatKind kind, int millis, World world) throws IOException {
        var camera = world.camera(kind, Turn.CAMQUAY);
        World.watch(world.page(kind, camera, Turn.CAMQUAY), camera, page -> {
            World.awaitPictures(page, "the picture comes", World.PATIENCE);
            var waits = new ArrayList<Integer>();
            var worked = new ArrayList<Integer>();
            var nominated = new ArrayList<Integer>();
            for (int i = 0; i <= RUNS; i++) {
                int wait = again(page);
                var session = page.evaluate("player.getStats()").path("session").asText();
                if (i > 0) { // the first is not warm
                    waits.add(wait);
                    worked.add(camera.peer(session).path("connectedAfter").asInt());
                    nominated.add(camera.peer(session).path("selectedAfter").asInt());
                }
            }
            Collections.sort(waits);
            System.out.println("both " + kind + ", connect to first packet, ms: median " + waits.get(RUNS / 2) + " of "
                    + waits + "; a pair worked after " + worked + " and was nominated after " + nominated
                    + " (-1: not yet when the picture was there)");
            assertThat(waits.get(RUNS / 2)).isLessThan(LOOSER * millis);
        });
    }

    /** Leaves and joins; milliseconds from {@code connect} to the first packet. */
    private static int again(Page page) {
        page.evaluate("(player.stop(), globalThis.firstPacket = null, player.start(), true)");
        page.await(
                "the first packet and a picture",
                World.PATIENCE,
                "globalThis.firstPacket && player.state === 'live'",
                JsonNode::asBoolean);
        return World.firstPacketMillis(page);
    }
}
