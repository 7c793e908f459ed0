// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The built product as a camera and Chromium as its viewer, each behind a router of one kind: the picture comes, and on the
 * most direct way there is.
 */
@ExtendWith(SharedWorld.class)
class NatTest {
    /**
     * Every pair of kinds; with every TURN server in the full run, with one of them, in turns, in the short one. One
     * viewer's after the other, since only one browser is there at a time.
     */
    static List<Arguments> pairs() {
        boolean all = Boolean.getBoolean("camquay.nat.all");
        var pairs = new ArrayList<Arguments>();
        for (var viewer : NatKind.values()) {
            for (var camera : NatKind.values()) {
                for (var turn : List.of(Turn.CAMQUAY, Turn.COTURN)) {
                    if (all || (viewer.ordinal() + camera.ordinal()) % 2 == turn.ordinal()) {
                        pairs.add(Arguments.of(camera, viewer, turn));
                    }
                }
            }
        }
        return pairs;
    }

    @ParameterizedTest(name = "camera {0}, viewer {1}, {2}")
    @MethodSource("pairs")
    void picture_behindTheseNats_comesOnTheMostDirectWay(NatKind cameraKind, NatKind viewerKind, Turn turn, World world)
            throws IOException {
        var name = "camera " + cameraKind + ", viewer " + viewerKind + ", " + turn;
        var camera = world.camera(cameraKind, turn);
        World.watch(world.page(viewerKind, camera, turn), camera, page -> {
            World.awaitPictures(page, name + ": the picture comes", World.PATIENCE);
            // A relay may carry the first pictures, while a direct way is still looked for.
            var expected = NatKind.direct(cameraKind, viewerKind) ? "direct" : "relay";
            var stats = page.await(
                    name + ": the path is " + expected,
                    World.PATIENCE,
                    "player.getStats()",
                    now -> now.path("path").asText().equals(expected));
            var peer = camera.peer(stats.path("session").asText());
            System.out.println(name + ": " + summary(page, stats, peer));
            assertPath(name, expected, peer);
        });
    }

    /** The camera names what it knows: the far end of a pair may be a relay that looks to it like any other address. */
    private static void assertPath(String name, String expected, JsonNode peer) {
        assertThat(peer.path("state").asText()).as(name).isIn("connected", "completed");
        if (expected.equals("direct")) {
            assertThat(peer.path("path").asText())
                    .as(name + ", as the camera sees it: " + peer)
                    .isEqualTo(expected);
        }
    }

    private static String summary(Page page, JsonNode stats, JsonNode peer) {
        var over = stats.path("relayProtocol").asText();
        return String.format(
                "%s, viewer %s%s to %s, camera %s to %s; first packet after %d ms, picture after %d ms, ICE %d ms",
                stats.path("path").asText(),
                stats.path("local").asText(),
                over.isEmpty() ? "" : " over " + over,
                stats.path("remote").asText(),
                peer.at("/selectedPair/local").asText(),
                peer.at("/selectedPair/remote").asText(),
                World.firstPacketMillis(page),
                stats.path("liveMillis").asInt(),
                peer.path("connectedAfter").asInt());
    }
}
