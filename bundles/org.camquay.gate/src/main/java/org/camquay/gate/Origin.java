// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a web page was loaded from (RFC 6454). Pure.
 *
 * @param scheme in lower case
 * @param authority with its port always written
 */
record Origin(String scheme, Authority authority) {
    private static final Pattern FORM = Pattern.compile("(https?)://([^/]+)", Pattern.CASE_INSENSITIVE);

    /** Empty for {@code null}, which is the origin of pages that have none, and for whatever is no web site's. */
    static Optional<Origin> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        return Authority.parse(matcher.group(2)).map(authority -> new Origin(scheme, authority.with(scheme)));
    }

    /** Whether {@code text} is in a list of origins; {@code *} there is any. */
    static boolean isListed(String text, List<String> listed) {
        var origin = parse(text);
        return listed.contains("*")
                || origin.isPresent()
                        && listed.stream().anyMatch(entry -> parse(entry).equals(origin));
    }
}
