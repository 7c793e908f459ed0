// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's Python, whose modules come from Debian's packages. */
public final class Python {
    private static final String WORKS = "python-probe-works";
    private static final int LIMIT_SECONDS = 30;

    private Python() {}

    /** Returns the interpreter: Debian's, or the first on the path where that is not there. */
    public static Path path() {
        var debian = Path.of("/usr/bin/python3");
        return Files.isExecutable(debian)
                ? debian
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "python3"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(debian);
    }

    /**
     * Ends the test, skipped by name, unless Python runs the statements.
     *
     * @param name what is wanted, with its Debian packages
     * @param statements imports, say
     */
    public static void require(String name, String statements) {
        var command = List.of(path().toString(), "-c", statements + "\nprint('" + WORKS + "')");
        new Probe(command, Pattern.compile(WORKS), LIMIT_SECONDS)
                .obstacle()
                .ifPresent(what -> Skip.because("Python with " + name + " " + what));
    }
}
