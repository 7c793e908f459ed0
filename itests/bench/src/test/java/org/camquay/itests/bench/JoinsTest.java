// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Viewers who come and go, in the shortest form that shows a session left behind. */
class JoinsTest {
    private static final String PATTERN = "test:bars?size=320x240&fps=30";
    private static final int JOINS = 200;
    /** A session holds more than 100 kB; what else moves the live heap is less than this for each. */
    private static final long MOST_PER_JOIN = 50_000;

    @TempDir
    private Path folder;

    @Test
    void run_hundredMoreJoins_leaveNothingOnTheHeap() throws IOException {
        var product = Path.of(System.getProperty("camquay.root", "../.."), "distribution/target/camquay")
                .toAbsolutePath()
                .normalize();
        var options = Options.parse(List.of("--input", PATTERN, "--joins", "" + JOINS, "--most-warmup", "1"));
        var etc = Files.createDirectories(folder.resolve("product"));
        try (var server = new Camquay("Camquay", product, etc, folder, options, "");
                var joins = new Joins(server, options, new PrintStream(System.out))) {
            server.pull(Source.of(options, folder), 1);
            var sizes = joins.run();
            assertThat(joins.failed()).isZero();
            assumeThat(sizes[0].heap()).as("jcmd tells the size of the heap").isPositive();
            assertThat(sizes[1].heap() - sizes[0].heap()).isLessThan(JOINS / 2 * MOST_PER_JOIN);
        }
    }
}
