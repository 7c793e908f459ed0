// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.itests.browser.PlayerPage.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another path under a running picture. */
@ExtendWith(SharedDemo.class)
class IceRestartTest {
    /** Of a loaded machine with a browser that decodes; consent over a dead path would last 30 s. */
    private static final double LONGEST_GAP_MILLIS = 3_000;

    private static List<String> texts(JsonNode array) {
        return array.size() == 2 ? List.of(array.get(0).asText(), array.get(1).asText()) : List.of();
    }

    /** Both ends have other user fragments than before. */
    private static boolean isAnother(List<String> before, JsonNode now) {
        var fragments = texts(now);
        return fragments.size() == 2
                && fragments.stream().noneMatch(String::isEmpty)
                && fragments.stream().noneMatch(before::contains);
    }

    private static void awaitAnotherPath(PlayerPage player, Duration patience, List<String> before) {
        player.page()
                .await(
                        "the pair in use is of another ICE session than " + before,
                        patience,
                        "player.getStats()",
                        stats -> isAnother(before, stats.path("usernameFragments")));
    }

    private static void assertNoFreeze(PlayerPage player) {
        var gaps = player.page().evaluate("gaps");
        System.out.println("gaps over the ICE restart " + gaps);
        assertThat(gaps.path("pictures").asInt()).isGreaterThan(30);
        assertThat(gaps.path("longest").asDouble()).isLessThan(LONGEST_GAP_MILLIS);
    }

    @Test
    void restart_ofTheCamera_leavesPictureAndSession(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "demo")) {
            player.becomes("live").decodes(30);
            var before = player.stats();
            player.page().evaluate("probe.watchGaps(document.querySelector('video'))");
            assertThat(player.page().evaluate("player.restart()").asBoolean()).isTrue();
            awaitAnotherPath(player, PATIENCE, texts(before.path("usernameFragments")));
            player.decodes(60);
            var after = player.stats();
            assertThat(after.path("session")).isEqualTo(before.path("session"));
            assertThat(after.path("state").asText()).isEqualTo("live");
            assertThat(after.path("video").path("keyFramesDecoded").asInt()).isPositive();
            assertNoFreeze(player);
        }
    }

    @Test
    void restart_overWhepsPatch_leavesThePicture(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "nobody-here")) {
            var page = player.page();
            assertThat(page.evaluate("probe.whep('demo')").path("status").asInt())
                    .isEqualTo(201);
            page.await(
                    "frames over WHEP",
                    PATIENCE,
                    "probe.inbound('demo')",
                    stats -> stats.path("video").path("framesDecoded").asInt() > 30);
            var before = texts(page.evaluate("probe.fragments('demo')"));
            assertThat(before).hasSize(2);
            page.evaluate("probe.watchGaps(probe.viewer('demo').video)");
            var reply = page.evaluate("probe.rewhep('demo')");
            assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(200);
            assertThat(reply.path("eTag").asText()).isNotEmpty();
            page.await(
                    "the pair in use is another",
                    PATIENCE,
                    "probe.fragments('demo')",
                    fragments -> isAnother(before, fragments));
            assertThat(reply.path("eTag").asText())
                    .contains(page.evaluate("probe.fragments('demo')").get(1).asText());
            page.await(
                    "60 more pictures",
                    PATIENCE,
                    "gaps",
                    gaps -> gaps.path("pictures").asInt() > 60);
            assertNoFreeze(player);
            assertThat(page.evaluate("probe.unwhep('demo')").asInt()).isEqualTo(200);
        }
    }

    @Test
    void relay_whoseCredentialsRunOut_isReplacedUnderThePicture(Browser chromium) throws IOException {
        var etc = Workspace.temporary("etc-relay");
        try (var coturn = new Coturn();
                var product = relayed(etc, coturn);
                var player = PlayerPage.open(chromium, product, "nobody-here")) {
            player.page().evaluate("probe.relayedPlayer('demo')");
            player.page()
                    .await(
                            "it is live",
                            PATIENCE,
                            "player.state",
                            state -> state.asText().equals("live"));
            var before = player.decodes(30).stats();
            assertThat(before.path("path").asText()).isEqualTo("relay");
            player.page().evaluate("probe.watchGaps(document.querySelector('video'))");
            awaitAnotherPath(player, Duration.ofSeconds(90), texts(before.path("usernameFragments")));
            player.decodes(60);
            var after = player.stats();
            assertThat(after.path("session")).isEqualTo(before.path("session"));
            assertThat(after.path("path").asText()).isEqualTo("relay");
            assertNoFreeze(player);
            assertThat(coturn.users()).as("users that have got an allocation").hasSizeGreaterThan(1);
        }
    }

    /** Credentials last 60 s, so that new ones are asked for after 45 s. */
    private static Product relayed(java.nio.file.Path etc, Coturn coturn) throws IOException {
        Files.writeString(
                etc.resolve("org.camquay.ice.servers.SharedSecretIceServers~coturn.cfg"),
                "urls=turn:127.0.0.1:" + coturn.port() + "\nsecret=" + Coturn.SECRET + "\nttlSeconds=60\n");
        return Product.demo(etc);
    }
}
