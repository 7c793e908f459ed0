// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.camquay.itests.harness.Await;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A camera whose clock is wrong cannot verify certificates, and says that it is the clock. */
@ExtendWith(SharedWorld.class)
class ClockTest {
    private static final String SERVER = "turns:203.0.113.3:443?transport=tcp";

    /** Timers are slow under a faked clock. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void turnOverTls_clockIsAYearAhead_failsAndTheClockIsNamed(World world) throws IOException {
        OutsideProgram.FAKETIME.require();
        // The library alone: the program "faketime" would not reach what the launcher's script starts.
        var site = world.lab().site(NatKind.ONLY_TCP_443, world.trust(), "LD_PRELOAD=" + library(), "FAKETIME=+400d");
        try (var camera = world.newCamera(site, "camera-clock", Turn.CAMQUAY)) {
            var result = camera.iceTest(SERVER).get(0);
            System.out.println("a wrong clock: " + result.path("description").asText());
            assertThat(result.path("reachable").asBoolean()).isFalse();
            assertThat(result.path("description").asText()).contains("expired").contains("clock");
            World.watch(world.page(NatKind.ONLY_TCP_443, camera, Turn.CAMQUAY), camera, page -> {
                var session = page.await(
                                "a session",
                                World.PATIENCE,
                                "player.getStats()",
                                now -> !now.path("session").asText().isEmpty())
                        .path("session")
                        .asText();
                var outcome = Await.value(
                        "the session names the clock",
                        PATIENCE,
                        () -> outcome(camera.peer(session)),
                        said -> said.contains("clock"));
                System.out.println("its session: " + outcome);
                assertThat(outcome).contains("expired");
            });
        }
    }

    /** What came of asking the server for this viewer. */
    private static String outcome(JsonNode peer) {
        for (var server : peer.path("servers")) {
            if (server.path("url").asText().equals(SERVER)) {
                return server.path("outcome").asText();
            }
        }
        return "";
    }

    /** The form for programs with threads. */
    private static Path library() throws IOException {
        try (var folders = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
            for (var folder : folders) {
                var library = folder.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        throw new AssertionError("faketime is there, and its library is not");
    }
}
