// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs that some tests need: a test without its program is skipped, or fails where all are required. */
final class OutsidePrograms {
    private OutsidePrograms() {}

    /** @param name what to install */
    static void require(String name, List<String> command) {
        if (runs(command)) {
            return;
        }
        if ("all".equals(System.getProperty("camquay.tests.require"))) {
            fail("missing: " + name);
        }
        Assumptions.abort("missing: " + name);
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
