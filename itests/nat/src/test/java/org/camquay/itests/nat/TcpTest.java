// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ICE over TCP (RFC 6544): a viewer without UDP reaches a camera that listens on TCP, and no relay is in between. */
@ExtendWith(SharedWorld.class)
class TcpTest {
    @ParameterizedTest(name = "viewer {0}, camera listens on TCP {1}")
    @CsvSource({"UDP_BLOCKED,4546", "ONLY_TCP_443,443"})
    void viewerWithoutUdp_cameraThatListensOnTcp_isReachedDirectly(NatKind viewer, int port, World world)
            throws IOException {
        var site = world.lab().site(NatKind.OPEN, world.trust());
        try (var camera = world.newCamera(site, "camera-tcp-" + port, Turn.CAMQUAY, "--ice-tcp-port=" + port)) {
            watch(viewer, port, camera, world);
        }
    }

    private static void watch(NatKind viewer, int port, CameraSite camera, World world) throws IOException {
        World.watch(world.page(viewer, camera, Turn.CAMQUAY), camera, page -> {
            World.awaitPictures(page, "the picture comes", World.PATIENCE);
            var stats = page.await(
                    "the path is direct",
                    World.PATIENCE,
                    "player.getStats()",
                    now -> now.path("path").asText().equals("direct"));
            var peer = camera.peer(stats.path("session").asText());
            System.out.println("viewer " + viewer + ", camera on TCP " + port + ": " + peer.path("selectedPair"));
            assertThat(stats.path("protocol").asText()).isEqualTo("tcp");
            assertThat(peer.path("path").asText()).isEqualTo("direct");
            assertThat(peer.at("/selectedPair/local").asText()).contains("tcp").contains(":" + port);
            World.awaitPictures(page, "the picture goes on", World.PATIENCE);
        });
    }
}
