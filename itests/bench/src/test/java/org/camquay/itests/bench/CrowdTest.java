// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many at once, and those who stall: neither may keep others out. */
class CrowdTest {
    private static final String PATTERN = "test:bars?size=320x240&fps=15";
    /** A handshake that waited for others would wait until their time is over, 15 s. */
    private static final double BEFORE_STALLED_ONES_END_MILLIS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void run_twoHundredStalledHandshakes_nextViewerDoesNotWait() throws IOException {
        var outcome = run("--silent", "200", "--crowd", "1");
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.millis().get(0)).isLessThan(BEFORE_STALLED_ONES_END_MILLIS);
    }

    @Test
    void run_threeHundredWithinASecond_allSeeAPicture() throws IOException {
        var outcome = run("--crowd", "300");
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.millis()).hasSize(300);
    }

    private Crowd.Outcome run(String... words) throws IOException {
        var product = Path.of(System.getProperty("camquay.root", "../.."), "distribution/target/camquay")
                .toAbsolutePath()
                .normalize();
        var given = new ArrayList<>(List.of("--input", PATTERN));
        given.addAll(List.of(words));
        var options = Options.parse(given);
        var etc = Files.createDirectories(folder.resolve("product"));
        try (var server = new Camquay("Camquay", product, etc, folder, options, "");
                var crowd = new Crowd(server, options, new PrintStream(System.out))) {
            server.pull(Source.of(options, folder), 1);
            return crowd.run();
        }
    }
}
