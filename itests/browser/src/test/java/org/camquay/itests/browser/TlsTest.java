// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SecureApi;
import org.junit.jupiter.api.Test;

/** The demo over HTTPS and WSS, in a browser that knows its key. */
class TlsTest {
    @Test
    void demo_overTls_isSeen() {
        try (var product = Product.demo("--tls")) {
            var api = new SecureApi(product.url());
            api.get("/health");
            var key = api.pin().replaceFirst("sha256/", "");
            try (var chromium = Browser.chromium("--ignore-certificate-errors-spki-list=" + key);
                    var player = PlayerPage.open(chromium, product, "demo")) {
                player.becomes("live").decodes(30);
                assertThat(player.page()
                                .evaluate("location.protocol + isSecureContext")
                                .asText())
                        .isEqualTo("https:true");
                assertThat(player.page().evaluate("document.cookie").asText()).isEmpty();
            }
        }
    }
}
