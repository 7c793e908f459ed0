// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.harness.Product;

/** The player page in a browser, and what a viewer would say about it. */
final class PlayerPage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TOLERANCE = 24;

    private final Page page;

    private PlayerPage(Page page) {
        this.page = page;
    }

    /** Opens {@code /play/…} in a tab of its own. */
    static PlayerPage open(Browser browser, Product product, String path) {
        var page = browser.page().open(product.url().resolve("/play/" + path));
        return new PlayerPage(page.inject(PlayerPage.class, "probe.js"));
    }

    Page page() {
        return page;
    }

    /** Waits for a state of the page: waiting, connecting, live, gone or failed. */
    PlayerPage becomes(String state) {
        page.await(
                "the page is " + state,
                PATIENCE,
                "document.documentElement.dataset.state",
                now -> now.asText().equals(state));
        return this;
    }

    /** The words that stand on the page where one can see them. */
    String words() {
        return page.evaluate("document.body.innerText").asText();
    }

    JsonNode stats() {
        return page.evaluate("player.getStats()");
    }

    /** Waits for so many more decoded pictures. */
    PlayerPage decodes(int frames) {
        long before = stats().path("video").path("framesDecoded").asLong();
        page.await(
                frames + " more frames",
                PATIENCE,
                "player.getStats()",
                stats -> stats.path("video").path("framesDecoded").asLong() >= before + frames);
        return this;
    }

    /** Sound on by a click, and waits until there is energy in it. */
    PlayerPage soundOn() {
        page.await(
                "the button for sound is shown",
                PATIENCE,
                "!document.querySelector('#sound').hidden",
                JsonNode::asBoolean);
        page.click("#sound");
        page.await("the sound is on", PATIENCE, "document.querySelector('video').muted", muted -> !muted.asBoolean());
        double before = energy();
        page.await(
                "sound is heard",
                PATIENCE,
                "player.getStats()",
                stats -> stats.path("audio").path("totalAudioEnergy").asDouble() > before + 1e-4);
        return this;
    }

    private double energy() {
        return stats().path("audio").path("totalAudioEnergy").asDouble();
    }

    /** The strongest tone is of that frequency. */
    PlayerPage sounds(double hertz) {
        var tone = page.evaluate("probe.tone(document.querySelector('video'))");
        System.out.println("tone " + tone);
        assertThat(tone.path("level").asDouble()).isGreaterThan(-60);
        assertThat(tone.path("frequency").asDouble()).isBetween(hertz * 0.97, hertz * 1.03);
        return this;
    }

    /** The picture has this colour there, places in fractions of the picture. */
    PlayerPage shows(double x, double y, int red, int green, int blue) {
        var seen = page.evaluate("probe.colors(document.querySelector('video'), [[" + x + ", " + y + "]])")
                .path(0);
        var wanted = List.of(red, green, blue);
        for (int c = 0; c < 3; c++) {
            assertThat(seen.path(c).asInt())
                    .as("colour at %s, %s is %s, not %s", x, y, seen, wanted)
                    .isBetween(wanted.get(c) - TOLERANCE, wanted.get(c) + TOLERANCE);
        }
        return this;
    }

    Path screenshot(String name) {
        return page.screenshot(name);
    }

    @Override
    public void close() {
        page.close();
    }
}
