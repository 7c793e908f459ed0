// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Skip;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code itests/fresh/run} does, as part of the full run; its output is this test's. */
class FreshMachineTest {
    @BeforeAll
    static void root() {
        if (!"root".equals(System.getProperty("user.name"))) {
            Skip.because("making a Debian in a folder needs root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"readme", "ci", "without"})
    void project_onAMachineWithNothingInstalled_isGreen(String step) throws IOException, InterruptedException {
        var script = Workspace.root().resolve("itests/fresh/run").toString();
        assertThat(new ProcessBuilder(script, step).inheritIO().start().waitFor())
                .as(step)
                .isZero();
    }
}
