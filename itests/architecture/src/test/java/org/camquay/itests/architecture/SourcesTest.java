// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;

/** What holds for every source file. */
class SourcesTest {
    private static final int LONGEST = 400;
    private static final String LICENSE = "// SPDX-License-Identifier: Apache-2.0";

    private static List<Path> sources() throws IOException {
        var all = new ArrayList<Path>();
        for (String folder : List.of("bundles", "distribution", "itests")) {
            try (Stream<Path> files = Files.walk(Workspace.root().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("/target/"))
                        .forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void sources_beginWithTheLicense() throws IOException {
        assertThat(sources()).hasSizeGreaterThan(100);
        assertThat(sources().stream().filter(file -> !lines(file).get(0).equals(LICENSE)))
                .isEmpty();
    }

    @Test
    void sources_stayShort() throws IOException {
        assertThat(sources().stream().filter(file -> lines(file).size() > LONGEST))
                .isEmpty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
