// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a camera wants to be convinced (RFC 7235 §2.1). Immutable.
 *
 * @param scheme in lower case, for example {@code digest}
 * @param parameters by their names in lower case, without quotes
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MOST = 16;

    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The value of a parameter, empty when it is missing. */
    public String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Whether a parameter says {@code true}. */
    public boolean is(String name) {
        return get(name).equalsIgnoreCase("true");
    }

    /** Reads the fields {@code WWW-Authenticate} of an answer, each with one or several challenges; 16 at most. */
    public static List<Challenge> parse(List<String> fields) {
        var all = new ArrayList<Challenge>();
        for (var field : fields) {
            new Reader(field, all).read();
        }
        return all;
    }

    /** How people call it. */
    @Override
    public String toString() {
        var algorithm = get("algorithm");
        var name = scheme.isEmpty() ? scheme : scheme.substring(0, 1).toUpperCase(Locale.ROOT) + scheme.substring(1);
        return printable(algorithm.isEmpty() ? name : name + " with " + algorithm);
    }

    private static String printable(String text) {
        var clean = text.replaceAll("[^ -~]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }

    /** A scheme is a word without {@code =}; words with it belong to the scheme before. */
    private static final class Reader {
        private final String text;
        private final List<Challenge> all;
        private int at;
        private String scheme = "";
        private final Map<String, String> parameters = new HashMap<>();

        Reader(String text, List<Challenge> all) {
            this.text = text;
            this.all = all;
        }

        void read() {
            skip();
            while (at < text.length()) {
                var word = word();
                blanks();
                if (word.isEmpty()) {
                    at++;
                } else if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    blanks();
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
                } else {
                    end();
                    scheme = word.toLowerCase(Locale.ROOT);
                }
                skip();
            }
            end();
        }

        private void end() {
            if (!scheme.isEmpty() && all.size() < MOST) {
                all.add(new Challenge(scheme, parameters));
            }
            scheme = "";
            parameters.clear();
        }

        private void skip() {
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private String word() {
            int from = at;
            while (at < text.length()
                    && "=,\"".indexOf(text.charAt(at)) < 0
                    && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private String value() {
            if (at == text.length() || text.charAt(at) != '"') {
                return word();
            }
            var value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length();
                at += escaped ? 1 : 0;
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }
    }
}
