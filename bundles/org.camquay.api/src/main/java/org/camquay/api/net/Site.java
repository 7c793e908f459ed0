// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Whose addresses a limit counts as one: an IPv4 address, or all addresses of an IPv6 network of 64 bits, which is the least
 * that one subscriber has (RFC 6177 §2). All limits of addresses count by it, so that nobody gets more by another door. Thread:
 * any; pure, and never asks a name server.
 *
 * @param ipv6 whether it is a network of IPv6; an IPv4-mapped address (RFC 4291 §2.5.5.2) is one of IPv4
 * @param bits the 32 bits of the IPv4 address, or the first 64 of the IPv6 address
 */
public record Site(boolean ipv6, long bits) {
    /** Only what writes an address out; anything else might be looked up. */
    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=[^:]*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private static final int GROUP_BITS = 16;
    private static final int GROUP = 0xFFFF;

    /** That of an address. */
    public static Site of(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new Site(false, Integer.toUnsignedLong(bytes.getInt()))
                : new Site(true, bytes.getLong());
    }

    /** That of an address as text, with or without the brackets and the zone of IPv6; empty if it is none. */
    public static Optional<Site> of(String text) {
        var plain = text.replaceAll("%.*|[\\[\\]]", "");
        try {
            return LITERAL.matcher(plain).matches() ? Optional.of(of(InetAddress.getByName(plain))) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** As {@link #toString}; what is no address stands for itself. */
    public static String nameOf(String text) {
        return of(text).map(Site::toString).orElse(text);
    }

    /** {@code 192.0.2.1}, or {@code 2001:db8:1:2::/64}. */
    @Override
    public String toString() {
        if (!ipv6) {
            return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
        }
        var groups = new StringJoiner(":", "", "::/64");
        for (int left = Long.SIZE - GROUP_BITS;
                left >= 0 && bits << (Long.SIZE - GROUP_BITS - left) != 0;
                left -= GROUP_BITS) {
            groups.add(Long.toHexString(bits >>> left & GROUP));
        }
        return groups.toString();
    }
}
