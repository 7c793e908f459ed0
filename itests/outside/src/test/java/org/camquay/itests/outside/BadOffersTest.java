// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.Test;

/** WHEP with offers that cannot be answered: a status of the 400s and a sentence, and no viewer left behind. */
class BadOffersTest extends Unharmed {
    @Test
    void offer_thatIsGood_isAnsweredAndEnded(Product product) {
        var reply = product.api().whep("demo", Offers.chromium());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/sdp");
        assertThat(reply.body()).contains("m=video", "a=sendonly", "a=fingerprint:");
        var location = reply.headers().firstValue("Location").orElseThrow();
        assertThat(product.api().delete(location).statusCode()).isEqualTo(200);
        assertThat(product.api().delete(location).statusCode()).isEqualTo(404);
    }

    @Test
    void offer_thatIsCut_isRefusedOrAnswered(Product product) {
        String offer = Offers.chromium();
        for (int i = 1; i <= 12; i++) {
            var reply = product.api().whep("demo", offer.substring(0, offer.length() * i / 13));
            assertThat(reply.statusCode()).as(reply.body()).isIn(201, 400, 406);
            reply.headers().firstValue("Location").ifPresent(product.api()::delete);
        }
    }

    @Test
    void offer_withRandomChanges_isRefusedOrAnswered(Product product) {
        var random = new Random(2);
        for (int i = 0; i < 100; i++) {
            var offer = new StringBuilder(Offers.chromium());
            for (int change = 0; change < 8; change++) {
                offer.setCharAt(3 + random.nextInt(offer.length() - 3), (char) (32 + random.nextInt(95)));
            }
            var reply = product.api().whep("demo", offer.toString());
            assertThat(reply.statusCode()).as(reply.body()).isIn(201, 400, 406);
            reply.headers().firstValue("Location").ifPresent(product.api()::delete);
        }
        Await.until(
                "those viewers are gone",
                Duration.ofSeconds(10),
                () -> product.api().data("clientsConnected").findValuesAsText("signaling").stream()
                        .noneMatch("whep"::equals));
    }

    @Test
    void offer_thatIsHuge_isRefused(Product product) {
        refused(413, product, "demo", Offers.chromium() + "a=x:".repeat(500_000));
    }

    @Test
    void offer_withManySections_isRefused(Product product) {
        var media = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\n";
        refused(400, product, "demo", Offers.chromium() + media.repeat(40));
    }

    @Test
    void offer_withoutCommonCodec_isRefused(Product product) {
        var offer = Offers.chromium().replace("H264/90000", "THEORA/90000").replace("opus/48000/2", "SPEEX/48000/2");
        offer = offer.replace("PCMU/8000", "A/8000").replace("PCMA/8000", "B/8000");
        refused(406, product, "demo", offer);
    }

    @Test
    void offer_thatIsNoSdp_isRefused(Product product) {
        refused(400, product, "demo", "");
        refused(400, product, "demo", "{\"sdp\":\"v=0\"}");
        refused(400, product, "demo", "v=0");
    }

    @Test
    void offer_withoutFingerprint_isRefused(Product product) {
        refused(400, product, "demo", Offers.chromium().replaceAll("a=fingerprint:[^\r]*\r\n", ""));
    }

    @Test
    void stream_thatIsUnknown_isNotFound(Product product) {
        refused(404, product, "nowhere", Offers.chromium());
    }

    private static void refused(int status, Product product, String stream, String offer) {
        var reply = product.api().whep(stream, offer);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).hasSizeGreaterThan(10).doesNotContain("Exception");
        System.out.println("says: " + reply.body());
    }
}
