// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.Locale;
import java.util.regex.Pattern;
import org.camquay.api.ice.IceException;

/**
 * A candidate-attribute as it is written (RFC 8839 §5.1):
 * {@code candidate:foundation component transport priority address port typ type [raddr … rport …] [tcptype …]}.
 *
 * @param transport in lower case
 * @param address an IP address, or a name such as {@code ….local}
 * @param type as written; kinds to come are not malformed
 * @param tcpType RFC 6544 §4.5, in lower case; empty if there is none
 */
record CandidateAttribute(
        String foundation,
        int component,
        String transport,
        long priority,
        String address,
        int port,
        String type,
        String tcpType) {
    private static final int LONGEST = 512;
    private static final String PREFIX = "candidate:";
    private static final Pattern SPACE = Pattern.compile(" +");
    private static final Pattern FOUNDATION = Pattern.compile("[A-Za-z0-9+/]{1,32}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:%_-]{1,255}");

    static CandidateAttribute parse(String text) throws IceException {
        if (text.length() > LONGEST) {
            throw new IceException("a candidate is longer than " + LONGEST + " characters");
        }
        var line = text.strip();
        line = line.startsWith("a=") ? line.substring(2) : line;
        var words = SPACE.split(line);
        if (words.length < 8 || !words[0].startsWith(PREFIX) || !words[6].equals("typ")) {
            throw malformed(text);
        }
        var foundation = words[0].substring(PREFIX.length());
        if (!FOUNDATION.matcher(foundation).matches()
                || !ADDRESS.matcher(words[4]).matches()) {
            throw malformed(text);
        }
        return new CandidateAttribute(
                foundation,
                (int) number(words[1], 1, 256, text),
                words[2].toLowerCase(Locale.ROOT),
                number(words[3], 0, 0xFFFF_FFFFL, text),
                words[4],
                (int) number(words[5], 0, 65535, text),
                words[7],
                tcpType(words));
    }

    private static String tcpType(String... words) {
        for (int i = 8; i + 1 < words.length; i += 2) {
            if (words[i].equals("tcptype")) {
                return words[i + 1].toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static long number(String word, long from, long to, String text) throws IceException {
        if (!word.isEmpty() && word.length() <= 10 && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long number = Long.parseLong(word);
            if (number >= from && number <= to) {
                return number;
            }
        }
        throw malformed(text);
    }

    private static IceException malformed(String text) {
        var shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new IceException("not a candidate-attribute (RFC 8839 §5.1): " + shown.replaceAll("\\p{Cntrl}", "?"));
    }
}
