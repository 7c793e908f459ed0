// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A folder below {@code java.io.tmpdir} for what an outside program needs, deleted when it is closed or the JVM ends. The name has
 * the process id of the JVM, so that the next folder of this kind can take away those of JVMs that were killed. Thread: any.
 */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private final Thread atExit = new Thread(this::delete, "temporary-folder-end");

    private TemporaryFolder(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Makes one whose name begins with {@code kind}. */
    public static TemporaryFolder make(String kind) throws IOException {
        return make(Path.of(System.getProperty("java.io.tmpdir")), kind);
    }

    static TemporaryFolder make(Path parent, String kind) throws IOException {
        sweep(parent, kind);
        return new TemporaryFolder(Files.createTempDirectory(
                parent, kind + "-" + ProcessHandle.current().pid() + "-"));
    }

    public Path path() {
        return path;
    }

    private static void sweep(Path parent, String kind) throws IOException {
        var ours = Pattern.compile(Pattern.quote(kind) + "-(\\d{1,9})-\\d+");
        try (var folders = Files.newDirectoryStream(parent, kind + "-*")) {
            for (var folder : folders) {
                var name = ours.matcher(folder.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    delete(folder);
                }
            }
        }
    }

    /** Deletes it with all that is in it; a program that still writes into it may keep some of it. Idempotent. */
    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
    }

    private void delete() {
        delete(path);
    }

    private static void delete(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The next one of this kind tries again.
        }
    }
}
