// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;

/** The packages of {@code webrtc} import those above them only, by the table of docs/architecture.md. */
class PackageOrderTest {
    private static final String BUNDLE = "org.camquay.webrtc";
    private static final String HEADER = "| package of `webrtc` |";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|.*");
    /** Also a type that is named in full, without an import. */
    private static final Pattern USE = Pattern.compile("\\borg\\.camquay\\.webrtc((?:\\.[a-z]\\w*)*)\\.[A-Z]");

    private static final Pattern FOREIGN = Pattern.compile("import (?:static )?(?!java\\.)([\\w.]+)\\.[A-Z].*;");

    /** From the ground up. */
    private static List<String> table() throws IOException {
        var lines = Files.readAllLines(Workspace.root().resolve("docs/architecture.md"));
        var packages = new ArrayList<String>();
        boolean inside = false;
        for (String line : lines) {
            var row = ROW.matcher(line);
            inside = line.startsWith(HEADER) || inside && line.startsWith("|");
            if (inside && row.matches()) {
                packages.add(row.group(1).equals("webrtc") ? BUNDLE : BUNDLE + "." + row.group(1));
            }
        }
        return packages;
    }

    /** The texts of the sources of each package. */
    private static Map<String, List<String>> sources() throws IOException {
        var root = Workspace.root().resolve("bundles").resolve(BUNDLE).resolve("src/main/java");
        var sources = new TreeMap<String, List<String>>();
        try (var files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> sources.computeIfAbsent(
                                    root.relativize(file.getParent()).toString().replace('/', '.'),
                                    name -> new ArrayList<>())
                            .add(read(file)));
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void table_hasEveryPackage() throws IOException {
        assertThat(table()).containsExactlyInAnyOrderElementsOf(sources().keySet());
    }

    @Test
    void imports_ofPackage_areOfThoseAboveIt() throws IOException {
        var order = table();
        var sources = sources();
        for (int row = 0; row < order.size(); row++) {
            var used = new TreeSet<String>();
            for (String text : sources.get(order.get(row))) {
                USE.matcher(text).results().forEach(use -> used.add(BUNDLE + use.group(1)));
            }
            assertThat(order.subList(0, row + 1))
                    .as("what %s may import", order.get(row))
                    .containsAll(used);
        }
    }

    @Test
    void policy_isPure_importsTheEstimateOnly() throws IOException {
        var foreign = new TreeSet<String>();
        for (String text : sources().get(BUNDLE + ".policy")) {
            FOREIGN.matcher(text).results().forEach(line -> foreign.add(line.group(1)));
        }
        assertThat(foreign).containsExactly(BUNDLE + ".congestion");
    }
}
