// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where there is no path, or none any more, it is said why; and the servers are tested from the camera's place. */
@ExtendWith(SharedWorld.class)
class DoctorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STATE = "({state: player.state, reason: player.reason})";

    @Test
    void startIceTest_whereOnlyTcp443Passes_findsOnlyTls(World world) throws IOException {
        var results = world.camera(NatKind.ONLY_TCP_443, Turn.CAMQUAY)
                .iceTest(
                        "stun:203.0.113.3,turn:203.0.113.3,turn:203.0.113.3?transport=tcp,turns:203.0.113.3:443?transport=tcp");
        System.out.println("behind only TCP 443: " + results);
        assertThat(results).extracting(r -> r.path("reachable").asBoolean()).containsExactly(false, false, false, true);
        assertThat(results.get(3).path("relayAddress").asText()).startsWith("203.0.113.3:");
        assertThat(results.get(0).path("description").asText()).isNotEmpty();
    }

    @Test
    void player_noPathAndNoTurn_saysSo(World world) throws IOException {
        var camera = world.camera(NatKind.SYMMETRIC, Turn.NONE);
        World.watch(world.page(NatKind.SYMMETRIC, camera, Turn.NONE), camera, page -> {
            var state = page.await(
                    "a sentence with the cause",
                    PATIENCE,
                    STATE,
                    now -> now.path("state").asText().equals("failed"));
            System.out.println("symmetric both, no TURN: " + state);
            assertThat(state.path("reason").asText()).contains("TURN").contains("this browser offered");
        });
    }

    @Test
    void player_relayIsLost_goesOnWhenItIsBack(World world) throws IOException {
        var camera = world.camera(NatKind.SYMMETRIC, Turn.COTURN);
        World.watch(world.page(NatKind.SYMMETRIC, camera, Turn.COTURN), camera, page -> {
            page.await("the picture comes", PATIENCE, "player.getStats()", DoctorTest::shows);
            world.meetingPoint(Turn.COTURN).stopRelay();
            page.await(
                    "it is noticed",
                    PATIENCE,
                    STATE,
                    now -> !now.path("state").asText().equals("live"));
            world.meetingPoint(Turn.COTURN).startRelay();
            page.await(
                    "it is live again",
                    PATIENCE,
                    STATE,
                    now -> now.path("state").asText().equals("live"));
            page.await("the picture comes again", PATIENCE, "player.getStats()", DoctorTest::shows);
        });
    }

    private static boolean shows(JsonNode stats) {
        return stats.path("video").path("framesDecoded").asInt() >= 10;
    }
}
