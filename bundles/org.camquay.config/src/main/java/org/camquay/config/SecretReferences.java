// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to files in a configuration's values: {@code ${file:PATH}} anywhere, and {@code file:PATH} as the whole value of a key that
 * holds a secret by its name. Pure. Thread: any.
 */
final class SecretReferences {
    /** Reads a file's secret. */
    interface Reader<E extends Exception> {
        String read(Path file) throws E;
    }

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{file:([^}]+)}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|token|credential)");
    private static final String PLAIN = "file:";

    private SecretReferences() {}

    /** The value with each reference in the first form, and absolute. */
    static String absolute(String key, String value, Path folder) {
        boolean plain = SECRET.matcher(key).matches() && value.startsWith(PLAIN);
        var text = plain ? "${" + value.strip() + "}" : value;
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement("${file:" + folder.resolve(name(found.group(1))) + "}"));
    }

    /** {@code file:///run/x} is as good as {@code file:/run/x}. */
    private static String name(String written) {
        return written.strip().replaceFirst("^///+", "/");
    }

    /** The files that an absolute value refers to. */
    static List<Path> files(String value) {
        var files = new ArrayList<Path>();
        REFERENCE.matcher(value).results().forEach(found -> files.add(Path.of(found.group(1))));
        return files;
    }

    /** The value with what the files say. */
    static <E extends Exception> String resolved(String value, Reader<E> reader) throws E {
        var text = new StringBuilder();
        int at = 0;
        var found = REFERENCE.matcher(value);
        while (found.find()) {
            text.append(value, at, found.start()).append(reader.read(Path.of(found.group(1))));
            at = found.end();
        }
        return text.append(value.substring(at)).toString();
    }
}
