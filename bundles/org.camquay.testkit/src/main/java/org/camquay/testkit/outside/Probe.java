// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command whose output shows that a program is there and works. Each command runs once in a JVM; its outcome is remembered, so
 * that a program that hangs costs its time limit once and not once for each test.
 *
 * @param command the program and its arguments, in which {@link #FOLDER} stands for a folder that is there while it runs
 * @param expected found in the output if the program works, whatever its exit status
 * @param limitSeconds after which the program counts as hanging
 */
record Probe(List<String> command, Pattern expected, int limitSeconds) {
    static final String FOLDER = "{folder}";

    private static final Map<List<String>, Optional<String>> OBSTACLES = new ConcurrentHashMap<>();
    private static final int LONGEST_REASON = 200;

    /** Returns what is wrong with the program, as the end of a sentence; empty if it works. */
    Optional<String> obstacle() {
        return OBSTACLES.computeIfAbsent(command, unused -> run());
    }

    private Optional<String> run() {
        try (var folder = TemporaryFolder.make("probe")) {
            var output = folder.path().resolve("output.txt");
            var words = command.stream()
                    .map(word -> word.replace(FOLDER, folder.path().toString()))
                    .toList();
            var process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!ended) {
                return Optional.of("does not answer within " + limitSeconds + " s");
            }
            return judge(Files.readString(output, StandardCharsets.ISO_8859_1), process.exitValue());
        } catch (IOException e) {
            return Optional.of("is not installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was interrupted");
        }
    }

    private Optional<String> judge(String text, int exitStatus) {
        if (expected.matcher(text).find()) {
            return Optional.empty();
        }
        var lines = text.strip().lines().toList();
        var last = lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
        return Optional.of("does not work: exit status " + exitStatus + ", "
                + last.substring(0, Math.min(last.length(), LONGEST_REASON)));
    }
}
