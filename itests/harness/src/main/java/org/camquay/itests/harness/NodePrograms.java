// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.testkit.outside.OutsideProgram;
import org.camquay.testkit.outside.Skip;

/**
 * The viewers on Node.js, {@code itests/interop/peers/node}, beside their packages, which npm fetches by {@code package-lock.json} once
 * for all modules. Thread: any.
 */
public final class NodePrograms {
    private static final long INSTALL_SECONDS = 180;

    private NodePrograms() {}

    /** Ends the test, skipped by name, where Node.js is not installed or its packages cannot be had. */
    public static synchronized void require() {
        OutsideProgram.require(OutsideProgram.NODE, OutsideProgram.NPM);
        var folder = folder();
        copy(folder);
        var marker = folder.resolve("installed.json");
        var lock = folder.resolve("package-lock.json");
        try {
            if (!Files.exists(marker) || Files.mismatch(marker, lock) >= 0) {
                install(folder);
                Files.copy(lock, marker, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(Path folder) throws IOException {
        var log = Workspace.target("logs").resolve("npm.log");
        var npm = OutsideProgram.NPM.path().toString();
        var process = new ProcessBuilder(npm, "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                Skip.whateverIsRequired(
                        "the packages werift and node-datachannel cannot be had from npm: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Node.js with one of the scripts. */
    public static List<String> command(String script) {
        return List.of(
                OutsideProgram.NODE.path().toString(), folder().resolve(script).toString());
    }

    private static Path folder() {
        return Workspace.root().resolve("itests/target/node");
    }

    private static void copy(Path folder) {
        try (var files = Files.list(Workspace.root().resolve("itests/interop/peers/node"))) {
            Files.createDirectories(folder);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
