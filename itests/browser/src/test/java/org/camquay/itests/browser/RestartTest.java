// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page that outlives its server. */
@ExtendWith(SharedDemo.class)
class RestartTest {
    @Test
    void page_whenTheServerRestarts_comesBackByItself(Browser chromium) {
        int port;
        PlayerPage player;
        try (var product = Product.demo()) {
            port = product.port();
            player = PlayerPage.open(chromium, product, "demo");
            player.becomes("live").decodes(10);
        }
        player.page()
                .await(
                        "the page says that the camera is gone",
                        PlayerPage.PATIENCE,
                        "document.documentElement.dataset.state",
                        state -> !state.asText().equals("live"));
        assertThat(player.words()).containsAnyOf("gone", "lost", "cannot be reached");
        player.screenshot("server-gone");
        try (var product = Product.demo("--port", "" + port)) {
            long begin = System.nanoTime();
            player.becomes("live").decodes(30).screenshot("server-back");
            System.out.println("live again after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            assertThat(product.isAlive()).isTrue();
        } finally {
            player.close();
        }
    }

    @Test
    void page_thatWaitsWhileTheRendezvousIsKilled_startsWithoutAReloadAndOutlivesTheNextRestart(Browser chromium)
            throws Exception {
        var etc = Workspace.temporary("etc");
        int port;
        PlayerPage player;
        try (var rendezvous = Product.start(etc, "--features", "rendezvous")) {
            port = rendezvous.port();
            player = PlayerPage.open(chromium, rendezvous, "door");
            player.becomes("waiting");
            player.page().evaluate("globalThis.sameTab = true");
            rendezvous.kill();
        }
        player.becomes("failed");
        assertThat(player.words()).contains("cannot be reached");
        try (var rendezvous = Product.start(etc, "--features", "rendezvous", "--port", "" + port)) {
            player.becomes("waiting");
            try (var camera = camera(port)) {
                player.becomes("live").decodes(20);
                assertThat(player.page().evaluate("sameTab").asBoolean()).isTrue();
                rendezvous.kill();
                try (var again = Product.start(etc, "--features", "rendezvous", "--port", "" + port)) {
                    player.decodes(60);
                    assertThat(player.page().evaluate("player.state").asText()).isEqualTo("live");
                    assertThat(player.stats().path("video").path("packetsLost").asInt())
                            .isZero();
                    assertCanBeMended(player);
                    assertThat(camera.isAlive() && again.isAlive()).isTrue();
                }
            }
        } finally {
            player.close();
        }
    }

    /** The new server knows the session: the camera can be asked through it for another path. */
    private static void assertCanBeMended(PlayerPage player) {
        var before = player.stats();
        player.page()
                .await("the camera can be asked again", PlayerPage.PATIENCE, "player.restart()", JsonNode::asBoolean);
        player.page()
                .await(
                        "ICE restarts",
                        PlayerPage.PATIENCE,
                        "player.getStats()",
                        now -> !now.path("usernameFragments").equals(before.path("usernameFragments")));
        player.decodes(20);
        assertThat(player.stats().path("session")).isEqualTo(before.path("session"));
    }

    @Test
    void page_ofAServerThatDrains_saysSo_whileOthersWatchOn(Browser chromium) throws Exception {
        try (var product = Product.demo("--drain", "60");
                var firefox = Browser.firefox();
                var watching = PlayerPage.open(chromium, product, "demo")) {
            watching.becomes("live").decodes(10);
            product.process().destroy();
            Await.until(
                    "the server takes nobody in",
                    PlayerPage.PATIENCE,
                    () -> product.api().get("health/ready").statusCode() == 503);
            for (var browser : Map.of("chromium", chromium, "firefox", firefox).entrySet()) {
                try (var late = PlayerPage.open(browser.getValue(), product, "demo")) {
                    late.page()
                            .await(
                                    "the page says that the server is about to stop",
                                    PlayerPage.PATIENCE,
                                    "document.querySelector('#reason').textContent",
                                    words -> words.asText().contains("about to stop"));
                    late.screenshot("draining-" + browser.getKey());
                }
            }
            watching.decodes(30);
            product.kill();
        }
    }

    private static Product camera(int port) throws IOException {
        var etc = Workspace.temporary("etc");
        Files.writeString(
                etc.resolve("org.camquay.control.PullStream~door.cfg"),
                "uri = test:bars?size=320x240&fps=15\nlocalStreamName = door\n");
        Files.writeString(
                etc.resolve("org.camquay.control.StartWebRTC~door.cfg"),
                "ersIP = 127.0.0.1\nersPort = " + port + "\nroomID = door\n");
        return Product.start(etc, "--features", "camera", "--media-bind", "127.0.0.1");
    }
}
