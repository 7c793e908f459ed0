// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The fuzzer, in a process of its own for each parser, since it changes the classes that it watches. */
final class Jazzer {
    private static final int LONGEST_INPUT = 8192;
    /** What one input may take, on a machine that does other things, too. */
    private static final int SLOWEST_SECONDS = 60;

    private static final int TAIL_LINES = 40;

    private Jazzer() {}

    /**
     * What came of a run.
     *
     * @param status 0 if nothing was found
     * @param tail the last lines it wrote, with what it found
     * @param figures the last line with numbers: inputs tried, branches reached
     */
    record Outcome(int status, String tail, String figures) {}

    /**
     * Fuzzes one parser, beginning with its cases. What it learns stays below {@code target}, findings too.
     *
     * @param seed 0 chooses one
     */
    static Outcome run(Parser parser, int seconds, int seed) throws IOException, InterruptedException {
        var folder = Files.createDirectories(
                Path.of("target", "fuzz", parser.folder()).toAbsolutePath());
        var learned = Files.createDirectories(folder.resolve("learned"));
        var log = folder.resolve("log.txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + parser.target(),
                "--instrumentation_includes=org.camquay.**",
                "--custom_hook_includes=org.camquay.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "-max_len=" + LONGEST_INPUT,
                "-timeout=" + SLOWEST_SECONDS,
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                "-seed=" + seed,
                learned.toString()));
        var cases = cases(parser);
        if (Files.isDirectory(cases)) {
            command.add(cases.toString());
        }
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        var lines = Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        var figures = lines.stream().filter(line -> line.contains(" cov: ")).reduce("", (a, b) -> b);
        var tail = lines.stream().skip(Math.max(0, lines.size() - TAIL_LINES)).collect(Collectors.joining("\n"));
        return new Outcome(status, tail, figures);
    }

    /** The folder with the cases of a parser; it may be missing. */
    static Path cases(Parser parser) {
        return Path.of("src", "test", "resources", parser.folder()).toAbsolutePath();
    }
}
