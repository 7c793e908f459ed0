// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a message, in their order; names are compared without regard to case (RFC 2326 §4.2). Immutable.
 */
public record Headers(List<Field> fields) {
    /** One field, its value without blanks around it. */
    public record Field(String name, String value) {}

    public static final Headers NONE = new Headers(List.of());

    public Headers {
        fields = List.copyOf(fields);
    }

    /**
     * Reads the lines below a message's first one. A line that begins with a blank continues the one before (RFC 2326 §15.1); a
     * line without a colon is left out.
     */
    static Headers parse(List<String> lines) {
        var unfolded = new ArrayList<String>();
        for (var line : lines) {
            boolean more = line.startsWith(" ") || line.startsWith("\t");
            if (more && !unfolded.isEmpty()) {
                int last = unfolded.size() - 1;
                unfolded.set(last, unfolded.get(last) + " " + line.strip());
            } else {
                unfolded.add(line);
            }
        }
        var fields = new ArrayList<Field>();
        for (var line : unfolded) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        return new Headers(fields);
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** The values of all fields of that name. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** A whole number that is not negative; -1 if the field is missing or is none. */
    public int number(String name) {
        return first(name).map(Numbers::parse).orElse(-1);
    }
}
