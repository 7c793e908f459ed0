// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .cfg} file: Java properties in UTF-8, with {@code ${name}} standing for a system property. References to files with
 * secrets stay references, made absolute from the file's folder.
 *
 * @param values of the configuration
 * @param secrets the files referred to
 */
record CfgFile(Dictionary<String, Object> values, List<Path> secrets) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9._-]+)}");
    /** Changes with the files, so that a configuration whose secret has changed counts as changed. */
    private static final String VERSION = ".secrets.version";

    static Dictionary<String, Object> read(Path file) throws IOException {
        return of(file).values();
    }

    static CfgFile of(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
        }
        var folder = file.toAbsolutePath().getParent();
        var values = new Hashtable<String, Object>();
        var secrets = new ArrayList<Path>();
        for (var key : properties.stringPropertyNames()) {
            var value = SecretReferences.absolute(key, substitute(properties.getProperty(key)), folder);
            secrets.addAll(SecretReferences.files(value));
            values.put(key, typed(key, value));
        }
        if (!secrets.isEmpty()) {
            var versions = new TreeMap<Path, String>();
            secrets.forEach(secret -> versions.put(secret, SecretFiles.version(secret)));
            values.put(VERSION, versions.values().toString());
        }
        return new CfgFile(values, List.copyOf(secrets));
    }

    /** Reads all secrets once. */
    void requireSecrets() throws IOException {
        for (var secret : secrets) {
            SecretFiles.read(secret);
        }
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
