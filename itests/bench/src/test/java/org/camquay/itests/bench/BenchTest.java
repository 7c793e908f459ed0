// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The benchmark in its shortest form, against the built product. */
class BenchTest {
    private static final int VIEWERS = 3;
    /** Small, because the server has to encode it itself. */
    private static final String PATTERN = "test:bars?size=320x240&fps=30";

    @Test
    void run_threeViewers_allReceiveWithoutLoss() throws IOException {
        var root = Path.of(System.getProperty("camquay.root", "../.."));
        var json = Files.createTempFile("bench", ".json");
        var options = new Options(VIEWERS, 1, 4, 1, 1, PATTERN, "", json.toString(), true, 128, "", "", 1, 0, 0, 0);
        var text = new ByteArrayOutputStream();
        try {
            var results = new Bench(options, root, new PrintStream(text, true, StandardCharsets.UTF_8)).run();
            System.out.println(text.toString(StandardCharsets.UTF_8));
            assertThat(results).hasSize(2);
            isSound(results.get(0), VIEWERS);
            isSound(results.get(1), VIEWERS - 1);
            assertThat(text.toString(StandardCharsets.UTF_8))
                    .contains(
                            "ms per second (wake-ups) of Camquay: ",
                            "CPU, ms per viewer-second",
                            "join to key frame, median, ms");
            var server = Web.JSON.readTree(json.toFile()).at("/servers/0");
            assertThat(server.at("/packetsReceived").asLong()).isPositive();
            assertThat(server.at("/threads/net/wakeupsPerSecond").asDouble()).isPositive();
        } finally {
            Files.deleteIfExists(json);
        }
    }

    private static void isSound(Result result, int watching) {
        assertThat(result.watching()).isEqualTo(watching);
        assertThat(result.lost()).as("lost").isZero();
        assertThat(result.forged()).as("forged").isZero();
        assertThat(result.cpuPerViewerSecond()).isPositive();
        // 30 frames a second, at least a packet each; half, since a loaded machine encodes as it can
        assertThat(result.packetsPerSecond()).isGreaterThan(watching * 15.0);
        assertThat(result.joinToKeyFrame()).hasSize(VIEWERS - 1).allMatch(millis -> millis > 0);
        assertThat(result.firstJoinToKeyFrame()).isPositive();
    }
}
