// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The launcher, run to its end.
 *
 * @param code exit status
 * @param out standard output
 * @param err standard error
 */
public record Launched(int code, String out, String err) {
    private static final long LIMIT_SECONDS = 60;

    /** Runs {@code camquay} with these words. */
    public static Launched run(String... words) {
        var command = new ArrayList<String>();
        command.add(Workspace.product().resolve("bin/camquay").toString());
        command.addAll(List.of(words));
        try {
            var out = Files.createTempFile(Workspace.target("tmp"), "out", ".txt");
            var err = Files.createTempFile(Workspace.target("tmp"), "err", ".txt");
            var process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end: " + Files.readString(err));
            }
            return new Launched(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
