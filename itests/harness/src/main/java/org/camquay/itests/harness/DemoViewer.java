// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A page that watches the demo all the time. Whatever else is done to the server, it must notice nothing. On a machine
 * without Chromium there is no page, and nothing is checked.
 */
public final class DemoViewer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAMES = 10;

    private final Optional<Page> page;
    private final String session;

    DemoViewer(Product product, Optional<Page> page) {
        this.page = page;
        page.ifPresent(tab -> tab.open(product.url())
                .await(
                        "the demo is live",
                        PATIENCE,
                        "document.documentElement.dataset.state",
                        state -> state.asText().equals("live")));
        session = page.map(tab -> stats(tab).path("session").asText()).orElse("");
    }

    /** Fails unless the picture goes on in the same session. */
    public void goesOn() {
        page.ifPresent(tab -> {
            long before = frames(stats(tab));
            tab.await(
                    "the demo's viewer goes on", PATIENCE, "player.getStats()", now -> frames(now) >= before + FRAMES);
            var now = stats(tab);
            if (!now.path("session").asText().equals(session)
                    || !now.path("connection").asText().equals("connected")) {
                throw new AssertionError("the demo's viewer had to connect again: " + now);
            }
        });
    }

    private static JsonNode stats(Page page) {
        return page.evaluate("player.getStats()");
    }

    private static long frames(JsonNode stats) {
        return stats.path("video").path("framesDecoded").asLong();
    }

    @Override
    public void close() {
        page.ifPresent(Page::close);
    }
}
