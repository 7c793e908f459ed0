// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.NodePrograms;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;

/**
 * libdatachannel copies all feedback of an offer into its answer, and then sends receiver reports only. A camera that waited for the
 * rest would take a good path for a dead one, and send key frames only.
 */
class InvitedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int VIEWERS = Boolean.getBoolean("camquay.interop.all") ? 20 : 3;

    /** Some four seconds: long enough for a first estimate without feedback to fall. */
    private static final int PICTURES = 120;

    @Test
    void libdatachannel_invited_getsEveryPicture() throws IOException {
        NodePrograms.require();
        var viewers = new ArrayList<Process>();
        try (var product = Product.demo("--media-bind", "0.0.0.0")) {
            var logs = new ArrayList<Path>();
            for (int i = 0; i < VIEWERS; i++) {
                logs.add(Workspace.temporary("invited").resolve("pictures.txt"));
                viewers.add(watch(product, logs.get(i), i));
            }
            for (var log : logs) {
                Await.until(
                        PICTURES + " pictures in " + log,
                        PATIENCE,
                        () -> Files.readAllLines(log).size() >= PICTURES);
            }
            var sent = sent(product);
            assertThat(sent)
                    .as(product.tail())
                    .hasSize(VIEWERS)
                    .allMatch(each -> !each.path("thinned").asBoolean());
            assertThat(sent)
                    .extracting(each -> each.path("limitation").asText())
                    .containsOnly("");
        } finally {
            viewers.forEach(Process::destroyForcibly);
        }
    }

    private static Process watch(Product product, Path log, int number) throws IOException {
        var words = new ArrayList<>(NodePrograms.command("libdatachannel_watcher.mjs"));
        words.addAll(List.of("onvif", "ws://127.0.0.1:" + product.port() + "/signaling", "demo"));
        return new ProcessBuilder(words)
                .redirectOutput(log.toFile())
                .redirectError(Workspace.target("logs")
                        .resolve("invited-" + number + ".log")
                        .toFile())
                .start();
    }

    /** What each viewer was sent of the picture. */
    private static List<JsonNode> sent(Product product) {
        var sent = new ArrayList<JsonNode>();
        for (var viewer : product.api().data("getPeerStats").path("peers")) {
            for (var rtp : viewer.path("outboundRtp")) {
                if (rtp.path("kind").asText().equals("video")) {
                    sent.add(rtp);
                }
            }
        }
        return sent;
    }
}
