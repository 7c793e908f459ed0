// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark in its shortest form; how fast either server is has no part in it. */
class TurnBenchTest {
    private static final String COTURN = "turnserver";

    @Test
    void run_shortest_bothRelayAndARatioIsPrinted() throws IOException {
        requireCoturn();
        var text = new ByteArrayOutputStream();
        var wishes = Wishes.parse(
                List.of("allocations=4", "rate=500", "size=200", "seconds=1", "rounds=1", "warmup=1", "held=20"));
        var outcome = new TurnBench(wishes, new PrintStream(text, true, StandardCharsets.UTF_8)).run();
        assertThat(outcome.coturn()).singleElement().satisfies(TurnBenchTest::relayed);
        assertThat(outcome.ours()).singleElement().satisfies(TurnBenchTest::relayed);
        assertThat(text.toString(StandardCharsets.UTF_8))
                .containsPattern("ratio camquay / coturn: \\d+\\.\\d\\d")
                .containsPattern("memory of 20 allocations: \\d+\\.\\d MB");
    }

    @Test
    void parse_nonsense_isRefusedWithAReason() {
        assertThatThrownBy(() -> Wishes.parse(List.of("rounds=many"))).hasMessageContaining("rounds=many");
        assertThatThrownBy(() -> Wishes.parse(List.of("speed=3"))).hasMessageContaining("speed");
        assertThatThrownBy(() -> Wishes.parse(List.of("rounds=0"))).hasMessageContaining("at least one");
        assertThat(Wishes.parse(List.of())).isEqualTo(Wishes.DEFAULT);
    }

    private static void relayed(TurnBench.Round round) {
        // Of each packet sent one arrives at the peer and one comes back; half of that, since the machine may be busy.
        assertThat(round.load().sent()).isPositive();
        assertThat(round.load().relayed()).isGreaterThan(round.load().sent());
    }

    private static void requireCoturn() {
        boolean found = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, COTURN)));
        if (!found && System.getProperty("camquay.tests.require", "").equals("all")) {
            throw new AssertionError(COTURN + " (Debian: coturn) is not installed, and camquay.tests.require=all");
        }
        assumeTrue(found, COTURN + " (Debian: coturn) is not installed");
    }
}
