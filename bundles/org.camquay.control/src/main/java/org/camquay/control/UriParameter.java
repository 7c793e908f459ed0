// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.camquay.api.control.CommandException;

/** Reads URIs that may hold a password: what is said about them never repeats them. */
final class UriParameter {
    private static final int MAX_LENGTH = 4096;
    private static final int FILE = "file:".length();

    private UriParameter() {}

    /**
     * An absolute URI. In a user name or password, an {@code @} is taken as it is, and written as {@code %40} from now
     * on: the last one ends them. A {@code #}, {@code /} or {@code ?} there would make a part of the password another
     * part of the URI, which is shown, looked up and sent; so it is refused.
     */
    static URI parse(String parameter, String text) throws CommandException {
        if (text.length() > MAX_LENGTH) {
            throw new CommandException("parameter '" + parameter + "' is longer than " + MAX_LENGTH + " characters");
        }
        URI uri;
        try {
            uri = new URI(unambiguous(parameter, text));
        } catch (URISyntaxException e) {
            throw new CommandException("parameter '" + parameter + "' is not a URI: "
                    + e.getReason().toLowerCase(Locale.ROOT) + " at character " + (position(text, e.getIndex()) + 1)
                    + "; write special characters as %XX" + (text.contains("%") ? ", and a % itself as %25" : ""));
        }
        if (uri.getScheme() == null) {
            throw new CommandException("parameter '" + parameter + "' has no scheme; write it like rtsp://host/path");
        }
        return uri;
    }

    private static String unambiguous(String parameter, String text) throws CommandException {
        int colon = text.indexOf(':');
        int at = text.lastIndexOf('@');
        if (at < colon || text.regionMatches(true, 0, "file:", 0, FILE)) {
            return text;
        }
        int begin = text.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
        for (int i = begin; i < at; i++) {
            char c = text.charAt(i);
            if (c == '#' || c == '/' || c == '?') {
                throw new CommandException(String.format(
                        "parameter '%s' has a '%c' before its last '@': in a user name or password write '%c' as"
                                + " %%%02X; if the '@' belongs to what follows the host, write the '@' as %%40",
                        parameter, c, c, (int) c));
            }
        }
        int last = Math.max(begin, at);
        return text.substring(0, begin) + text.substring(begin, last).replace("@", "%40") + text.substring(last);
    }

    /** Where it is wrong: the JDK points at the authority's beginning for anything in it. */
    private static int position(String text, int fromParser) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7F || "\"<>\\^`{|}".indexOf(c) >= 0) {
                return i;
            }
        }
        return fromParser;
    }

    /** Refuses a scheme nobody claims, and says which are. */
    static void requireScheme(URI uri, Collection<String> known, String who) throws CommandException {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!known.contains(scheme)) {
            throw new CommandException("no " + who + " claims the scheme '" + scheme + "'; known: "
                    + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
        }
    }
}
