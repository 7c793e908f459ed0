// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
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
}
