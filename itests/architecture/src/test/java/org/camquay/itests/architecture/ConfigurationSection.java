// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The section "Configuration" of a bundle's README: a table of key, default and meaning, or sentences. */
final class ConfigurationSection {
    private static final Pattern PHRASE = Pattern.compile("`(\\w+)` (-?\\d+(?: [KM]iB)?|true|false)\\b");
    private static final Map<String, String> WORDS = Map.of("none", "", "empty", "");

    private final String text;

    private ConfigurationSection(String text) {
        this.text = text;
    }

    static ConfigurationSection read(Path readme) throws IOException {
        var all = Files.readString(readme);
        int begin = all.indexOf("\n## Configuration\n");
        int end = all.indexOf("\n## ", begin + 1);
        return new ConfigurationSection(begin < 0 ? "" : all.substring(begin, end < 0 ? all.length() : end));
    }

    /** The PIDs it names in the tree of a bundle, those of factories without {@code ~NAME}. */
    Set<String> pids(String bundle) {
        var pids = new TreeSet<String>();
        var matcher = Pattern.compile(Pattern.quote(bundle) + "\\.(?:[a-z]\\w*\\.)*[A-Z]\\w*")
                .matcher(text);
        while (matcher.find()) {
            pids.add(matcher.group());
        }
        return pids;
    }

    /** The defaults it states, by key. */
    Map<String, String> defaults() {
        var defaults = new TreeMap<String, String>();
        text.lines().filter(line -> line.startsWith("|")).forEach(line -> row(line, defaults));
        var phrases = PHRASE.matcher(text);
        while (phrases.find()) {
            defaults.put(phrases.group(1), value(phrases.group(2)));
        }
        return defaults;
    }

    /** Keys and defaults stand in neighbouring cells, in the first two or after one with the PID. */
    private static void row(String line, Map<String, String> defaults) {
        String[] cells = line.split("\\|", -1);
        for (int cell = 1; cell + 1 < cells.length; cell++) {
            if (cells[cell].matches(" (`\\w+`,? ?)+")) {
                String[] keys = cells[cell].split(",");
                String[] values = cells[cell + 1].split(",");
                for (int i = 0; i < keys.length && keys.length == values.length; i++) {
                    defaults.put(plain(keys[i]), value(plain(values[i])));
                }
                return;
            }
        }
    }

    private static String plain(String cell) {
        return cell.strip().replace("`", "").replace("\"", "");
    }

    private static String value(String text) {
        String number = text.replace(" ", "").replace("_", "");
        if (number.matches("\\d+[KM]iB")) {
            long size = Long.parseLong(number.substring(0, number.length() - 3));
            return "" + (number.endsWith("KiB") ? size << 10 : size << 20);
        }
        if (text.matches("\\d{1,3}(,\\d{3})+")) {
            return text.replace(",", "");
        }
        return WORDS.getOrDefault(text, text);
    }
}
