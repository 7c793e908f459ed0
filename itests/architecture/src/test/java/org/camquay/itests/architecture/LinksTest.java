// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;

/** Links of the documents lead somewhere. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void links_inDocuments_resolve() throws IOException {
        var broken = new ArrayList<String>();
        var documents = documents();
        assertThat(documents).isNotEmpty();
        for (var document : documents) {
            var matcher = LINK.matcher(Files.readString(document));
            while (matcher.find()) {
                String link = matcher.group(1);
                if (!link.matches("[a-z]+:.*") && !resolves(document, link)) {
                    broken.add(Workspace.root().relativize(document) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        var all = new ArrayList<Path>();
        try (Stream<Path> top = Files.list(Workspace.root());
                Stream<Path> docs = Files.walk(Workspace.root().resolve("docs"));
                Stream<Path> bundles = Files.walk(Workspace.root().resolve("bundles"), 2)) {
            Stream.of(top, docs, bundles)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(all::add);
        }
        return all;
    }

    private static boolean resolves(Path document, String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        var target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || !target.toString().endsWith(".md")
                || Files.readString(target)
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .anyMatch(line -> anchor(line).equals(link.substring(hash + 1)));
    }

    /** As the forges make it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("#+\\s*", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
