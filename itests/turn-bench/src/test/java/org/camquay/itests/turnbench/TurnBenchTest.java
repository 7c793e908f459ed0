// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;

/** The benchmark in its shortest form; how fast either server is has no part in it. */
class TurnBenchTest {
    @Test
    void run_shortest_bothRelayAndARatioIsPrinted() throws IOException {
        OutsideProgram.TURNSERVER.require();
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
}
