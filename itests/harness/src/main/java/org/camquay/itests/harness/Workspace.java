// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie. */
public final class Workspace {
    private static final Path ROOT = Path.of(System.getProperty("camquay.root", "../.."))
            .toAbsolutePath()
            .normalize();

    private Workspace() {}

    /** The root of the repository. */
    public static Path root() {
        return ROOT;
    }

    /** The built product; a test without it cannot say anything, so it fails. */
    public static Path product() {
        var product = ROOT.resolve("distribution/target/camquay");
        if (!Files.isExecutable(product.resolve("bin/camquay"))) {
            throw new IllegalStateException(product + " is not built: ./mvnw -DskipTests package");
        }
        return product;
    }

    /** A folder below the running module's {@code target}, made when missing. */
    public static Path target(String name) {
        try {
            return Files.createDirectories(
                    Path.of("target").toAbsolutePath().normalize().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty folder of its own below the running module's {@code target}. */
    public static Path temporary(String prefix) {
        try {
            return Files.createTempDirectory(target("tmp"), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
