// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the secrets out of sources' URIs, and out of sentences that hold some: for replies, status and log. Rather too
 * much is taken than too little. A URI's user information (RFC 3986 section 3.2.1) is left out, up to the <em>last</em>
 * {@code @}, since passwords are written with a {@code #}, {@code /} or {@code ?} that ends it for a parser. Of
 * parameters that are named like a secret, and of RTMP's stream key, {@code ***} is left. Pure. Thread: any.
 */
public final class Redaction {
    private static final String HIDDEN = "***";
    private static final Pattern URI_IN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://\\S+");
    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):/{0,2}");
    private static final Pattern RTMP_KEY = Pattern.compile("^([^/?#]*/[^?#]*/)[^/?#]+");

    private static final Pattern NAME = Pattern.compile("([\\w.%~-]+)=");
    /** Cameras write parameters into the path, too: {@code /user=a_password=b_channel=1}. */
    private static final Pattern END_IN_PATH = Pattern.compile("[&;?#/\\s]|_[A-Za-z]+=|$");

    private static final Pattern END_IN_QUERY = Pattern.compile("[&#\\s]|$");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(pass|pwd|secret|token|auth|cred|sign|api_?key|access_?key|stream_?key|login).*"
                    + "|(.*_)?(pw|psk|key|sig|user|username|usr|streamid)");

    /** Shorter passwords of letters and digits are words, too: they are taken out of the URI only, not out of each sentence. */
    private static final int LONG_ENOUGH = 8;

    private static final int LEAST = 3;

    private Redaction() {}

    /** The URI as it may be shown. */
    public static String of(URI uri) {
        return of(uri.toString());
    }

    /** The text of one URI as it may be shown; it need not be one that can be parsed. */
    public static String of(String uri) {
        Matcher scheme = SCHEME.matcher(uri);
        String begin = scheme.find() ? scheme.group() : "";
        String name = begin.isEmpty() ? "" : scheme.group(1).toLowerCase(Locale.ROOT);
        String rest = uri.substring(begin.length());
        if (!name.equals("file")) {
            rest = rest.substring(rest.lastIndexOf('@') + 1);
        }
        if (name.startsWith("rtmp")) {
            rest = RTMP_KEY.matcher(rest).replaceFirst("$1" + Matcher.quoteReplacement(HIDDEN));
        }
        return begin + parameters(rest);
    }

    private static String parameters(String text) {
        int query = text.indexOf('?');
        Matcher name = NAME.matcher(text);
        var shown = new StringBuilder();
        int from = 0;
        while (name.find(from)) {
            shown.append(text, from, name.end());
            from = name.end();
            if (SECRET_NAME.matcher(decoded(name.group(1))).matches()) {
                Matcher end = (query >= 0 && from > query ? END_IN_QUERY : END_IN_PATH).matcher(text);
                int until = end.find(from) ? end.start() : text.length();
                shown.append(until > from ? HIDDEN : "");
                from = until;
            }
        }
        return shown.append(text, from, text.length()).toString();
    }

    /** A sentence with every URI in it as it may be shown, and without the secrets of the source that it is about. */
    public static String of(String sentence, URI source) {
        String shown = sentence.replace(source.toString(), of(source));
        for (String secret : secrets(source)) {
            shown = shown.replace(secret, HIDDEN);
        }
        return URI_IN_TEXT.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(of(found.group())));
    }

    /** What a driver may say of the URI's user information: in pieces, or decoded. */
    private static Set<String> secrets(URI source) {
        String text = source.toString();
        int at = text.lastIndexOf('@');
        Matcher scheme = SCHEME.matcher(text);
        Set<String> secrets = new LinkedHashSet<>();
        if (at < 0 || !scheme.find() || at < scheme.end()) {
            return secrets;
        }
        String user = text.substring(scheme.end(), at);
        add(user + "@", secrets);
        int colon = user.indexOf(':');
        if (colon >= 0) {
            add(user, secrets);
            String password = user.substring(colon + 1);
            int length = decoded(password).length();
            if (length >= LONG_ENOUGH || length >= LEAST && !decoded(password).matches("\\w*")) {
                add(password, secrets);
            }
        }
        return secrets;
    }

    private static void add(String secret, Set<String> to) {
        if (secret.length() > 1) {
            to.add(secret);
            to.add(decoded(secret));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a bare % stands for itself
        }
    }
}
