// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.camquay.itests.browser.PlayerPage.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the camera says it sent, beside what Chromium says it got: W3C's words mean the same at both ends. */
@ExtendWith(SharedDemo.class)
class StatsTest {
    @Test
    void figures_ofAViewer_agreeWithTheBrowsers(Product product, Browser chromium) {
        try (var player = PlayerPage.open(chromium, product, "nobody-here")) {
            var page = player.page();
            assertThat(page.evaluate("probe.whep('demo')").path("status").asInt())
                    .isEqualTo(201);
            long ssrc = frames(page, 120).path("ssrc").asLong();
            var before = sent(product, ssrc);
            var got = frames(page, 0);
            var after = sent(product, ssrc);
            System.out.println("sent " + after + "\ngot " + got);
            agree(before, got, after);
            picture(after);
            reception(product, ssrc, got);
            path(product, ssrc, got);
            var stream = named(product.api().data("getPeerStats").path("streams"), "localStreamName", "demo");
            assertThat(stream.path("viewers").asInt()).isPositive();
            assertThat(stream.path("bitrate").asDouble())
                    .isGreaterThanOrEqualTo(after.path("bitrate").asDouble() / 2);
            queueIsShort(product, ssrc);
            page.evaluate("probe.unwhep('demo')");
        }
        assertThat(product.api()
                        .call("getPeerStats", "id=nobody")
                        .path("status")
                        .asText())
                .isEqualTo("FAIL");
    }

    private static void agree(JsonNode before, JsonNode got, JsonNode after) {
        long packets = number(got, "packetsReceived") + number(got, "packetsLost");
        // What is on its way is in the first figure and not yet in the second.
        assertThat(packets).isBetween(number(before, "packetsSent") - 150, number(after, "packetsSent"));
        assertThat(number(got, "framesReceived"))
                .isBetween(number(before, "framesSent") - 15, number(after, "framesSent"));
        assertThat(number(got, "keyFramesDecoded")).isBetween(1L, number(after, "keyFramesSent"));
        assertThat(number(got, "bytesReceived"))
                .isBetween(number(before, "bytesSent") - 150_000, number(after, "bytesSent"));
        double headers = (double) number(after, "headerBytesSent") / number(after, "packetsSent");
        assertThat(headers)
                .as("12 octets, extensions, and of retransmissions two more")
                .isBetween(12.0, 60.0);
        assertThat(number(after, "nackCount")).isLessThanOrEqualTo(number(got, "nackCount"));
    }

    /** In the steady state nothing waits for longer than from one picture to the next: 33 ms. */
    private static void queueIsShort(Product product, long ssrc) {
        var waits = IntStream.range(0, 15)
                .mapToDouble(i -> sent(product, ssrc)
                        .path("sendQueue")
                        .path("milliseconds")
                        .asDouble())
                .sorted()
                .toArray();
        assertThat(waits[waits.length / 2])
                .as("median of %s", Arrays.toString(waits))
                .isLessThan(33);
    }

    private static void picture(JsonNode sent) {
        assertThat(sent.path("type").asText()).isEqualTo("outbound-rtp");
        assertThat(sent.path("localStreamName").asText()).isEqualTo("demo");
        assertThat(sent.path("frameWidth").asInt()).isEqualTo(1280);
        assertThat(sent.path("frameHeight").asInt()).isEqualTo(720);
        assertThat(sent.path("framesPerSecond").asDouble()).isBetween(10.0, 61.0);
        assertThat(sent.path("qualityLimitationReason").asText()).isEqualTo("none");
        assertThat(sent.path("thinned").asBoolean()).isFalse();
        assertThat(sent.path("bitrate").asDouble()).isBetween(100_000.0, 20_000_000.0);
        assertThat(sent.path("captureToSendDelay").asDouble()).isBetween(0.0, 2.0);
        assertThat(sent.path("captureToSendDelayMeasurements").asLong()).isPositive();
        assertThat(sent.path("sendQueue").path("milliseconds").asDouble()).isLessThan(2_000);
    }

    private static void reception(Product product, long ssrc, JsonNode got) {
        var remote = named(viewer(product, ssrc).path("remoteInboundRtp"), "ssrc", Long.toString(ssrc));
        assertThat(remote.path("packetsLost").asLong()).isBetween(0L, number(got, "packetsLost"));
        assertThat(remote.path("roundTripTimeMeasurements").asLong()).isPositive();
        assertThat(remote.path("roundTripTime").asDouble()).isBetween(0.0, 1.0);
        assertThat(remote.path("totalRoundTripTime").asDouble())
                .isGreaterThanOrEqualTo(remote.path("roundTripTime").asDouble());
        assertThat(remote.path("jitter").asDouble())
                .isCloseTo(got.path("jitter").asDouble(), within(0.1));
    }

    private static void path(Product product, long ssrc, JsonNode got) {
        var viewer = viewer(product, ssrc);
        var pair = viewer.path("candidatePair");
        assertThat(pair.path("state").asText()).isEqualTo("succeeded");
        assertThat(pair.path("availableOutgoingBitrate").asDouble()).isPositive();
        assertThat(number(pair, "bytesSent"))
                .isGreaterThanOrEqualTo(number(got, "bytesReceived") + number(got, "headerBytesReceived"))
                .isLessThanOrEqualTo(number(viewer.path("transport"), "bytesSent"));
        assertThat(number(pair, "packetsReceived")).as("reports and feedback").isPositive();
        assertThat(viewer.path("transport").path("dtlsState").asText()).isEqualTo("connected");
        assertThat(viewer.path("transport").path("srtpCipher").asText()).isNotEmpty();
        assertThat(number(viewer.path("transport"), "selectedCandidatePairChanges"))
                .isPositive();
    }

    /** The browser's inbound-rtp of the picture, once there are so many more frames. */
    private static JsonNode frames(Page page, int more) {
        long before = number(page.evaluate("probe.inbound('demo')").path("video"), "framesDecoded");
        return page.await(
                        "frames over WHEP",
                        PATIENCE,
                        "probe.inbound('demo')",
                        stats -> number(stats.path("video"), "framesDecoded") >= before + more)
                .path("video");
    }

    private static JsonNode sent(Product product, long ssrc) {
        return named(viewer(product, ssrc).path("outboundRtp"), "ssrc", Long.toString(ssrc));
    }

    private static JsonNode viewer(Product product, long ssrc) {
        var all = product.api().data("getPeerStats").path("peers");
        for (var peer : all) {
            if (peer.path("outboundRtp").findValuesAsText("ssrc").contains(Long.toString(ssrc))) {
                String id = peer.path("id").asText();
                return product.api().data("getPeerStats", "id=" + id);
            }
        }
        throw new AssertionError("nobody gets " + ssrc + " in " + all);
    }

    private static JsonNode named(JsonNode list, String key, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(entry -> entry.path(key).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " " + value + " is not in " + list));
    }

    private static long number(JsonNode stats, String name) {
        return stats.path(name).asLong();
    }
}
