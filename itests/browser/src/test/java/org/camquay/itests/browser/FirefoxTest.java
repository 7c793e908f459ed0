// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.Test;

/**
 * Firefox, which has H.264 for WebRTC only where OpenH264 was fetched, and which takes no loopback candidate while the
 * machine has a network: so media is on every interface here.
 */
class FirefoxTest {
    @Test
    void demo_inFirefox_isSeenOrAtLeastHeard() {
        try (var product = Product.demo("--media-bind", "0.0.0.0");
                var firefox = Browser.firefox();
                var player = PlayerPage.open(firefox, product, "demo")) {
            player.becomes("live");
            boolean picture = player.page()
                    .evaluate("RTCRtpReceiver.getCapabilities('video').codecs.some(c => /h264/i.test(c.mimeType))")
                    .asBoolean();
            if (picture) {
                player.decodes(30).shows(0.93, 0.25, 0, 0, 191);
            } else {
                assertThat(player.words()).contains("H.264");
                assertThat(player.page()
                                .evaluate("document.documentElement.dataset.media")
                                .asText())
                        .isEqualTo("sound");
            }
            player.soundOn().screenshot("firefox");
            System.out.println("Firefox, H.264 " + picture + ": " + player.stats());
        }
    }
}
