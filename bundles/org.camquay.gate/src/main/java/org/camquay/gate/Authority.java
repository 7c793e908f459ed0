// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Host and port of a {@code Host} header or an origin. Pure.
 *
 * @param host in lower case, without a final dot; an IPv6 address without its brackets and its zone
 * @param port 1 to 65535; 0 when not written
 */
record Authority(String host, int port) {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]{1,253})(?::(\\d{1,5}))?");
    private static final Pattern BRACKETED =
            Pattern.compile("\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(?:%[A-Za-z0-9._~-]{1,40})?](?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;

    /** Empty for what is none: nothing of it can be trusted then. */
    static Optional<Authority> parse(String text) {
        var named = NAMED.matcher(text);
        var bracketed = BRACKETED.matcher(text);
        boolean six = bracketed.matches();
        if (!six && !named.matches()) {
            return Optional.empty();
        }
        var matched = six ? bracketed : named;
        int port = matched.group(2) == null ? 0 : Integer.parseInt(matched.group(2));
        var host = matched.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        boolean wrong = port > MAX_PORT
                || host.isEmpty()
                || six && IpAddress.parse(host).isEmpty();
        return wrong ? Optional.empty() : Optional.of(new Authority(host, port));
    }

    /**
     * Whether a name server of others cannot have led here: addresses cannot be rebound, and {@code localhost} is never
     * asked from a name server (RFC 6761 §6.3).
     */
    boolean isOurs(List<String> names) {
        return host.equals("localhost")
                || IpAddress.parse(host).isPresent()
                || names.stream().anyMatch(name -> host.equals(name.toLowerCase(Locale.ROOT)));
    }

    boolean isLoopback() {
        return host.equals("localhost") || IpAddress.isLoopback(host);
    }

    /** With the scheme's port if it has none. */
    Authority with(String scheme) {
        int usual = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("wss") ? 443 : 80;
        return port == 0 ? new Authority(host, usual) : this;
    }
}
