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

    private UriParameter() {}

    /** An absolute URI. */
    static URI parse(String parameter, String text) throws CommandException {
        if (text.length() > MAX_LENGTH) {
            throw new CommandException("parameter '" + parameter + "' is longer than " + MAX_LENGTH + " characters");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new CommandException("parameter '" + parameter + "' is not a URI: "
                    + e.getReason().toLowerCase(Locale.ROOT) + " at character " + (position(text, e.getIndex()) + 1)
                    + "; write special characters as %XX");
        }
        if (uri.getScheme() == null) {
            throw new CommandException("parameter '" + parameter + "' has no scheme; write it like rtsp://host/path");
        }
        return uri;
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
