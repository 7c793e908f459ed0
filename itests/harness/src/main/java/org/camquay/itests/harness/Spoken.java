// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.camquay.testkit.outside.TemporaryFolder;

/** A process that writes to a file, in which one line is waited for; with temporary files of its own, which browsers leave behind. */
final class Spoken implements AutoCloseable {
    private final TemporaryFolder temporary;
    private final Process process;
    private final Path log;

    Spoken(String name, List<String> command) {
        try {
            log = Files.createTempFile(Workspace.target("logs"), name + "-", ".log");
            temporary = TemporaryFolder.make("spoken");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("TMPDIR", temporary.path().toString());
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that contains the pattern. */
    MatchResult await(Pattern pattern) {
        return Await.value(
                        "'" + pattern + "' in " + log,
                        Duration.ofSeconds(60),
                        () -> {
                            var matcher = pattern.matcher(text());
                            if (matcher.find()) {
                                return List.of(matcher.toMatchResult());
                            }
                            return process.isAlive() ? null : List.<MatchResult>of();
                        },
                        found -> true)
                .stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("it ended: " + text()));
    }

    String text() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end, which has to be a good one. */
    void awaitEnd() {
        Await.until("the end of " + log, Duration.ofSeconds(60), () -> !process.isAlive());
        if (process.exitValue() != 0) {
            throw new AssertionError("exit status " + process.exitValue() + ": " + text());
        }
    }

    /** Ends it and what it has started. */
    @Override
    public void close() {
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        temporary.close();
    }
}
