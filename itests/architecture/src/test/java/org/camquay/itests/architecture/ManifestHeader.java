// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One clause of a manifest header (OSGi Core 8 §3.2.4).
 *
 * @param name the path
 * @param attributes attributes and directives by name, a directive's with its colon
 */
record ManifestHeader(String name, Map<String, String> attributes) {
    /** The clauses of a header; none of an absent one. */
    static List<ManifestHeader> parse(String header) {
        var clauses = new ArrayList<ManifestHeader>();
        for (String clause : split(header == null ? "" : header, ',')) {
            var parts = split(clause, ';');
            var attributes = new TreeMap<String, String>();
            for (String part : parts) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    attributes.put(
                            part.substring(0, equals).strip(),
                            part.substring(equals + 1).strip().replace("\"", ""));
                }
            }
            for (String part : parts) {
                if (part.indexOf('=') < 0) {
                    clauses.add(new ManifestHeader(part, attributes));
                }
            }
        }
        return clauses;
    }

    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? separator : text.charAt(i);
            quoted ^= c == '"';
            if (c == separator && (!quoted || i == text.length())) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
