// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;

/** The built features against the built folder. */
class FeaturesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> features() {
        return list(Workspace.product().resolve("features")).stream()
                .map(file -> {
                    try {
                        return JSON.readTree(file.toFile());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> named() {
        return features().stream()
                .flatMap(feature -> StreamSupport.stream(feature.path("bundles").spliterator(), false))
                .map(bundle -> fileName(bundle.path("id").asText()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String fileName(String id) {
        String[] part = id.split(":");
        return part[1] + "-" + part[part.length - 1] + (part.length == 5 ? "-" + part[3] : "") + ".jar";
    }

    @Test
    void bundles_ofFeatures_areExactlyTheFolders() {
        var there = list(Workspace.product().resolve("bundle")).stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named()).isEqualTo(there);
    }

    @Test
    void natives_ofTheFolder_areOfOnePlatform() {
        var natives =
                named().stream().filter(name -> name.matches(".*linux-.*")).toList();
        assertThat(natives)
                .hasSize(2)
                .satisfiesAnyOf(
                        all -> assertThat(all).allMatch(name -> name.matches(".*linux-x86_64.*")),
                        all -> assertThat(all).allMatch(name -> name.matches(".*linux-(arm64|aarch_64).*")));
    }

    @Test
    void configurations_ofFeatures_haveMetatype() {
        var known = BundleJar.ofTheProduct().stream()
                .flatMap(bundle -> Metatype.of(bundle).stream())
                .map(Metatype::pid)
                .collect(Collectors.toSet());
        for (var feature : features()) {
            feature.path("configurations").fieldNames().forEachRemaining(pid -> {
                if (pid.startsWith("org.camquay.")) {
                    assertThat(known)
                            .as("configuration in %s", feature.path("id").asText())
                            .contains(pid.replaceFirst("~.*", ""));
                }
            });
        }
    }
}
