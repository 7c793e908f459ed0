// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text; nothing is ever looked up. Pure. */
final class IpAddress {
    private static final Pattern FOUR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int OCTET = 255;

    private IpAddress() {}

    /** Of a literal without brackets; an IPv4 address in IPv6 clothes is an IPv4 address (RFC 4291 §2.5.5.2). */
    static Optional<InetAddress> parse(String text) {
        var plain = text.replaceFirst("%.*", "");
        var four = FOUR.matcher(plain);
        boolean literal = four.matches()
                ? Arrays.stream(plain.split("\\.")).allMatch(part -> Integer.parseInt(part) <= OCTET)
                : plain.length() <= 45 && SIX.matcher(plain).matches();
        try {
            return literal ? Optional.of(InetAddress.getByName(plain)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static boolean isLoopback(String text) {
        return parse(text).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
