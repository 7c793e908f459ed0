// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a camera that answered 401 wants its user to log in (RFC 9110 §11.6.1, RFC 7616 §3.3). FFmpeg keeps this to itself.
 * Pure.
 *
 * @param schemes in the order of the headers: {@code Basic}, {@code Digest SHA-256} …; empty if that is not known
 */
record Challenge(List<String> schemes) {
    static final Challenge UNKNOWN = new Challenge(List.of());

    private static final Pattern HEADER =
            Pattern.compile("^WWW-Authenticate:([^\\r\\n]*)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    /** What begins a challenge: a name that no equals sign follows, as one follows the name of a parameter. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,31})(?:[ \t]+[^ \t=].*)?");

    private static final Pattern ALGORITHM =
            Pattern.compile("(?:.*[ \t])?algorithm[ \t]*=[ \t]*([A-Za-z0-9-]{1,32})", Pattern.CASE_INSENSITIVE);
    private static final int MOST_SCHEMES = 8;
    private static final String DIGEST = "Digest";

    Challenge {
        schemes = List.copyOf(schemes);
    }

    /** What the head of a response asks for. */
    static Challenge parse(String head) {
        List<String> schemes = new ArrayList<>();
        for (Matcher header = HEADER.matcher(head); header.find(); ) {
            for (String part : plain(header.group(1)).split(",")) {
                add(schemes, part.strip());
            }
        }
        return new Challenge(schemes);
    }

    /** The next challenge, with its first parameter, or a further parameter of the last one. */
    private static void add(List<String> schemes, String part) {
        Matcher scheme = SCHEME.matcher(part);
        if (scheme.matches()) {
            if (schemes.size() == MOST_SCHEMES) {
                return;
            }
            boolean digest = scheme.group(1).equalsIgnoreCase(DIGEST);
            schemes.add(digest ? DIGEST + " MD5" : scheme.group(1));
        }
        Matcher algorithm = ALGORITHM.matcher(part);
        int last = schemes.size() - 1;
        if (last >= 0 && schemes.get(last).startsWith(DIGEST + " ") && algorithm.matches()) {
            schemes.set(last, DIGEST + " " + algorithm.group(1).toUpperCase(Locale.ROOT));
        }
    }

    /** Without quotes, and without what in quotes could be taken for the end of a parameter. */
    private static String plain(String value) {
        return QUOTED.matcher(value).replaceAll(quoted -> quoted.group(1).replaceAll("[^A-Za-z0-9-]", ""));
    }

    /** Whether FFmpeg has an answer: of several challenges it takes the last one for Digest, and knows MD5 alone. */
    boolean answered() {
        return schemes.stream()
                .filter(scheme -> scheme.startsWith(DIGEST))
                .reduce((first, second) -> second)
                .map(digest -> digest.startsWith(DIGEST + " MD5"))
                .orElseGet(() -> schemes.isEmpty() || schemes.stream().anyMatch("Basic"::equalsIgnoreCase));
    }

    /** Why the camera refused, and what to do about it. */
    String reason(MediaLocation location) {
        if (!answered()) {
            return "the camera asks for a login by " + String.join(" or ", schemes)
                    + ", which FFmpeg cannot answer, so the password was not tried; allow Digest MD5 or Basic in the camera"
                    + (location.isRtsp() ? ", or let org.camquay.capture.rtsp open it" : "");
        }
        return location.hasLogin()
                ? "the camera refuses the user or password; check both"
                : "the camera refuses the user or password, since none is given; write " + location.scheme()
                        + "://user:password@" + location.host() + "…";
    }
}
