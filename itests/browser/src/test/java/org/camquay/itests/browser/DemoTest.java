// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.itests.browser.PlayerPage.PATIENCE;

import java.util.ArrayList;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo, as the first thing a newcomer sees. */
@ExtendWith(SharedDemo.class)
class DemoTest {
    /** Of the test pattern's seven bars: 75 % of grey, yellow, cyan, green, magenta, red, blue. */
    private static final int[][] BARS = {
        {191, 191, 191}, {191, 191, 0}, {0, 191, 191}, {0, 191, 0}, {191, 0, 191}, {191, 0, 0}, {0, 0, 191}
    };

    @Test
    void picture_ofDemo_isTheTestPattern(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "demo")) {
            player.becomes("live").decodes(60);
            for (int bar = 0; bar < BARS.length; bar++) {
                player.shows((bar + 0.5) / BARS.length, 0.25, BARS[bar][0], BARS[bar][1], BARS[bar][2]);
            }
            player.screenshot("demo");
            var stats = player.stats();
            System.out.println("demo " + stats);
            assertThat(stats.path("video").path("codec").asText()).isEqualTo("video/H264");
            assertThat(stats.path("audio").path("codec").asText()).isEqualTo("audio/opus");
            assertThat(stats.path("video").path("frameWidth").asInt()).isEqualTo(1280);
            assertThat(stats.path("local").asText()).isIn("host", "prflx");
        }
    }

    @Test
    void picture_ofDemo_moves(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "demo")) {
            player.becomes("live");
            var numbers = new ArrayList<Integer>();
            var clocks = new ArrayList<String>();
            for (int i = 0; i < 4; i++) {
                player.decodes(10);
                numbers.add(player.page()
                        .evaluate("probe.counter(document.querySelector('video'))")
                        .asInt());
                clocks.add(player.page()
                        .evaluate("probe.clock(document.querySelector('video'))")
                        .asText());
            }
            System.out.println("frame numbers " + numbers);
            for (int i = 1; i < numbers.size(); i++) {
                int step = numbers.get(i) - numbers.get(i - 1) & 0xFFFF;
                assertThat(step).as("frame numbers %s", numbers).isBetween(5, 600);
            }
            assertThat(clocks).doesNotHaveDuplicates();
        }
    }

    @Test
    void sound_ofDemo_isTheTone(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "demo")) {
            player.becomes("live").soundOn().sounds(440).screenshot("demo-sound");
        }
    }

    @Test
    void sound_underEverydaysPolicy_isOneClickAway(Product product) {
        try (var browser = Browser.chromiumAskingForClick();
                var player = PlayerPage.open(browser, product, "demo")) {
            player.becomes("live").decodes(10);
            assertThat(player.page()
                            .evaluate("document.querySelector('video').muted")
                            .asBoolean())
                    .isTrue();
            player.screenshot("demo-before-click");
            player.soundOn().screenshot("demo-after-click");
        }
    }

    @Test
    void firstFrame_ofAWarmServer_isMeasured(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "demo")) {
            player.becomes("live");
            var millis = new ArrayList<Long>();
            for (int i = 0; i < 5; i++) {
                millis.add(
                        player.page().evaluate("probe.firstFrame('demo', '')").asLong());
            }
            System.out.println("first frame after " + millis + " ms");
            assertThat(millis).allMatch(m -> m < 10_000);
        }
    }

    @Test
    void viewer_overWhep_isAnsweredAndEndedByDelete(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "nobody-here")) {
            var page = player.page();
            var made = page.evaluate("probe.whep('demo')");
            assertThat(made.path("status").asInt()).as(made.toString()).isEqualTo(201);
            assertThat(made.path("location").asText()).contains("/whep/demo/");
            page.await(
                    "frames over WHEP",
                    PATIENCE,
                    "probe.inbound('demo')",
                    stats -> stats.path("video").path("framesDecoded").asInt() > 30);
            page.await(
                    "sound over WHEP",
                    PATIENCE,
                    "probe.inbound('demo')",
                    stats -> stats.path("audio").path("packetsReceived").asInt() > 30);
            page.screenshot("whep");
            assertThat(whepViewers(product)).isEqualTo(1);
            assertThat(page.evaluate("probe.unwhep('demo')").asInt()).isEqualTo(200);
            assertThat(whepViewers(product)).isZero();
        }
    }

    private static long whepViewers(Product product) {
        return product.api().data("clientsConnected").findValuesAsText("signaling").stream()
                .filter("whep"::equals)
                .count();
    }

    @Test
    void page_ofARoomWithoutCamera_waitsAndStartsWithIt(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "lobby")) {
            player.becomes("waiting");
            assertThat(player.words()).containsIgnoringCase("waiting for the camera");
            player.screenshot("waiting");
            product.api().data("startWebRTC", "ersIP=127.0.0.1", "ersPort=" + product.port(), "roomID=lobby");
            player.becomes("live").decodes(30).screenshot("waited");
        } finally {
            product.api().call("stopWebRTC", "roomID=lobby");
        }
    }

    @Test
    void page_loadsNothingFromElsewhere(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "demo")) {
            player.becomes("live");
            assertThat(player.page().evaluate("performance.getEntriesByType('resource').map(r => r.name)"))
                    .isNotEmpty()
                    .allMatch(name ->
                            name.asText().startsWith(product.url().resolve("/").toString()));
        }
        assertThat(chromium.console()).noneMatch(line -> line.startsWith("error: Uncaught"));
    }
}
