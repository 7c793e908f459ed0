// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code .cfg} file: Java properties in UTF-8, with {@code ${name}} standing for a system property. */
final class CfgFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9._-]+)}");

    private CfgFile() {}

    static Dictionary<String, Object> read(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
        }
        var values = new Hashtable<String, Object>();
        properties.forEach((key, value) -> values.put((String) key, typed((String) key, substitute((String) value))));
        return values;
    }

    /** A service's ranking counts only as a number (OSGi Core 8 §5.2.5); other values are converted by who takes them. */
    private static Object typed(String key, String value) {
        return key.equals("service.ranking") && value.strip().matches("[+-]?\\d{1,9}")
                ? (Object) Integer.valueOf(value.strip())
                : value;
    }

    private static String substitute(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(System.getProperty(found.group(1), found.group())));
    }
}
