// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Peers of other makes see the test pattern and hear its tone, whichever side offers. They name no loopback address, so media
 * is on every interface here.
 */
class OtherPeersTest {
    private static final int ENOUGH_FRAMES = 30;

    private static Product product;

    @BeforeAll
    static void start() {
        product = Product.demo("--media-bind", "0.0.0.0");
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    @ParameterizedTest(name = "{0}, ONVIF {1}")
    @CsvSource({"AIORTC,true", "AIORTC,false", "WEBRTCBIN,true", "WEBRTCBIN,false"})
    void peer_thatWatches_seesBarsAndHearsTheTone(PeerProgram peer, boolean onvif) throws Exception {
        peer.require();
        var report = peer.watch(product, onvif);
        System.out.println(peer + (onvif ? ", the camera offers: " : ", the camera answers: ") + report);
        assertThat(report.has("error") || report.has("signaling"))
                .as(report + "\n" + product.tail())
                .isFalse();
        assertThat(report.at("/video/frames").asInt()).isGreaterThanOrEqualTo(ENOUGH_FRAMES);
        assertThat(report.at("/video/size").toString()).isEqualTo("[1280,720]");
        assertBlue(report.at("/video/color"));
        assertThat(report.at("/audio/hertz").asDouble()).isCloseTo(440, within(10.0));
        assertThat(report.at("/audio/peak").asInt()).isGreaterThan(1_000);
        Await.until(
                "the camera knows that it left",
                Duration.ofSeconds(15),
                () -> product.api().data("clientsConnected").isEmpty());
    }

    /** The bar at the right edge. */
    private static void assertBlue(JsonNode color) {
        assertThat(color.get(0).asInt()).isLessThan(30);
        assertThat(color.get(1).asInt()).isLessThan(30);
        assertThat(color.get(2).asInt()).isCloseTo(191, within(30));
    }
}
