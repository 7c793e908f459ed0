// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs from outside that some tests need. A bare machine has none of them and skips those tests by name. */
public final class Tools {
    private static final String GST = "gst-rtsp-server";
    private static final long PROBE_SECONDS = 20;

    private Tools() {}

    /** Ends the test, skipped by name, unless all are installed. */
    public static void require(String... programs) {
        for (String program : programs) {
            if (!(program.equals(GST) ? hasGstRtspServer() : find(program).isPresent())) {
                skip(program + " is not installed");
            }
        }
    }

    /** Whether all are installed; where every test has to run, a missing one is a failure. */
    public static boolean has(String... programs) {
        for (String program : programs) {
            if (find(program).isEmpty()) {
                if (isEveryTestRequired()) {
                    skip(program + " is not installed");
                }
                return false;
            }
        }
        return true;
    }

    private static boolean isEveryTestRequired() {
        return System.getProperty("camquay.tests.require", "").equals("all");
    }

    /** Ends the test: skipped, or failed where every test has to run. */
    public static void skip(String reason) {
        if (isEveryTestRequired()) {
            throw new AssertionError(reason + ", and camquay.tests.require=all");
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort("skipped: " + reason);
    }

    /** The program of that name on the path. */
    public static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Debian's Python, the one whose modules come from Debian's packages. */
    public static Path python() {
        var debian = Path.of("/usr/bin/python3");
        return Files.isExecutable(debian) ? debian : find("python3").orElse(debian);
    }

    private static boolean hasGstRtspServer() {
        var probe = "import gi; gi.require_version('Gst', '1.0'); gi.require_version('GstRtspServer', '1.0');"
                + " from gi.repository import Gst, GstRtspServer; Gst.init(None);"
                + " missing = [e for e in ('x264enc', 'avenc_aac', 'mulawenc', 'rtph264pay') if not Gst.ElementFactory.find(e)];"
                + " assert not missing, missing";
        return succeeds(List.of(python().toString(), "-c", probe));
    }

    /** Ends the test, skipped by name, unless Debian's Python runs these statements: imports, say. */
    public static void requirePython(String name, String statements) {
        if (!succeeds(List.of(python().toString(), "-c", statements))) {
            skip(name + " is not installed");
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
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
