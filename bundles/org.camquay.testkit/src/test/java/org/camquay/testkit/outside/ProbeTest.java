// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Real commands of a shell stand for programs in every state. */
class ProbeTest {
    private static Optional<String> obstacle(int limitSeconds, String script) {
        return new Probe(List.of("sh", "-c", script), Pattern.compile("version \\d"), limitSeconds).obstacle();
    }

    @Test
    void obstacle_programThatWorks_isNone() {
        assertThat(obstacle(30, "echo version 3; exit 4"))
                .as("whatever its status")
                .isEmpty();
    }

    @Test
    void obstacle_programThatIsMissing_saysSo() {
        var probe = new Probe(List.of("no-such-program-anywhere"), Pattern.compile("."), 30);
        assertThat(probe.obstacle()).contains("is not installed");
    }

    @Test
    void obstacle_stubThatSaysNothing_doesNotPassForTheProgram() {
        assertThat(obstacle(30, "exit 0")).hasValue("does not work: exit status 0, no output");
    }

    @Test
    void obstacle_programThatLacksALibrary_quotesItsLastLine() {
        assertThat(obstacle(30, "echo loading >&2; echo libx.so: cannot open >&2; exit 127"))
                .hasValue("does not work: exit status 127, libx.so: cannot open");
    }

    @Test
    void obstacle_programThatHangs_isWaitedForOnce() {
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(obstacle(1, "sleep 1000")).hasValue("does not answer within 1 s");
        }
        assertThat(System.nanoTime() - start).as("one wait of 1 s, not 20").isLessThan(18_000_000_000L);
    }
}
