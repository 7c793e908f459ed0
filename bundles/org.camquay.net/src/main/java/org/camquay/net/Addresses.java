// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text, and what can be done with them. Never asks a name server. Thread: any. */
public final class Addresses {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private Addresses() {}

    /** The address that {@code text} writes out; empty if it is none. */
    public static Optional<InetAddress> literal(String text) {
        boolean ip = text.indexOf(':') >= 0
                ? IPV6.matcher(text).matches()
                : IPV4.matcher(text).matches();
        try {
            return ip ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * An address of this machine that {@code text} writes out, with the interface behind {@code %} if it needs one.
     *
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public static InetAddress own(String text) {
        int scope = text.indexOf('%');
        var address = literal(scope < 0 ? text : text.substring(0, scope));
        try {
            if (address.isPresent()) {
                return scope < 0 ? address.get() : InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " names no interface of this machine", e);
        }
        throw new IllegalArgumentException(text + " is not an IP address");
    }

    /** Without brackets, scope or a name. */
    public static String text(InetAddress address) {
        var text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    /** {@code 192.0.2.1:4545} or {@code [2001:db8::1]:4545}. */
    public static String text(InetSocketAddress address) {
        var host = text(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Whether a packet can be sent there: one host, one port, and no scope that we would have to guess. */
    public static boolean isPeer(InetAddress address, int port) {
        return port > 0
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !(address instanceof Inet6Address && address.isLinkLocalAddress())
                && !(address instanceof Inet4Address && address.getAddress()[0] == -1);
    }

    /** Whether it is of a network of its own (RFC 1918, RFC 4193) or of this link: no relay for others is there. */
    public static boolean isPrivate(InetAddress address) {
        boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
        return unique || address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.isLoopbackAddress();
    }
}
