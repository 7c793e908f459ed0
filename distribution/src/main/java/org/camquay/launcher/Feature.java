// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One feature file (OSGi Compendium 8, chapter 159).
 *
 * @param bundles what to install
 * @param configurations by PID, what to configure unless the operator has a file of that PID
 */
record Feature(List<BundleFile> bundles, Map<String, Map<String, String>> configurations) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A bundle of the product.
     *
     * @param fileName in the folder {@code bundle}
     * @param startOrder 1 first
     */
    record BundleFile(String fileName, int startOrder) {}

    static Feature read(Path folder, String name) throws IOException, UsageException {
        var file = folder.resolve(name + ".json");
        if (!name.matches("[a-z0-9.-]+") || !Files.exists(file)) {
            throw new UsageException("no feature is named '" + name + "'; there are: " + names(folder));
        }
        var root = JSON.readTree(file.toFile());
        var bundles = new ArrayList<BundleFile>();
        for (var bundle : root.path("bundles")) {
            bundles.add(new BundleFile(
                    fileName(bundle.path("id").asText()),
                    bundle.path("start-order").asInt(10)));
        }
        var configurations = new LinkedHashMap<String, Map<String, String>>();
        root.path("configurations").fields().forEachRemaining(e -> configurations.put(e.getKey(), flat(e.getValue())));
        return new Feature(bundles, configurations);
    }

    private static Map<String, String> flat(JsonNode configuration) {
        var values = new LinkedHashMap<String, String>();
        configuration
                .fields()
                .forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
        return values;
    }

    /** The file of {@code group:artifact[:type[:classifier]]:version}. */
    static String fileName(String id) {
        String[] part = id.split(":");
        String classifier = part.length == 5 ? "-" + part[3] : "";
        return part[1] + "-" + part[part.length - 1] + classifier + ".jar";
    }

    private static String names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return String.join(
                    ", ",
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.endsWith(".json"))
                            .map(f -> f.substring(0, f.length() - 5))
                            .sorted()
                            .toList());
        }
    }
}
