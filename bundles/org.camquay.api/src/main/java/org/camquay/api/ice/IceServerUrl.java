// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The URL of a STUN or TURN server (RFC 7064, RFC 7065): {@code stun:host[:port]}, {@code turn:host[:port][?transport=…]}
 * and their {@code stuns:} and {@code turns:} forms. Thread: any.
 *
 * @param kind STUN or TURN
 * @param transport how the server is spoken to
 * @param host a name or an IP address, without brackets
 * @param port 1 to 65535; 3478 where the URL has none, 5349 with TLS
 */
public record IceServerUrl(Kind kind, Transport transport, String host, int port) {
    /** What the server is asked for. */
    public enum Kind {
        STUN,
        TURN
    }

    /** How a server is spoken to. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    private static final int LONGEST = 512;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");

    public IceServerUrl {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(host, "host");
    }

    /**
     * Reads a URL.
     *
     * @throws IceException with a sentence on what is wrong with it
     */
    public static IceServerUrl parse(String url) throws IceException {
        var text = url.strip();
        int colon = text.indexOf(':');
        var scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("stuns") || scheme.equals("turns");
        if (!secure && !scheme.equals("stun") && !scheme.equals("turn")) {
            throw wrong(url, "it begins with none of stun:, stuns:, turn:, turns:");
        } else if (text.length() > LONGEST) {
            throw wrong(url, "it is longer than " + LONGEST + " characters");
        }
        var kind = scheme.startsWith("turn") ? Kind.TURN : Kind.STUN;
        int question = text.indexOf('?');
        var place = question < 0 ? text.substring(colon + 1) : text.substring(colon + 1, question);
        if (place.startsWith("//")) {
            throw wrong(url, "there is no // in it (RFC 7065): " + scheme + ":" + place.substring(2));
        } else if (place.indexOf('@') >= 0) {
            throw wrong(url, "user name and credential do not belong in it");
        }
        var transport = transport(url, kind, secure, question < 0 ? "" : text.substring(question + 1));
        int portAt = place.lastIndexOf(':');
        boolean hasPort = portAt > place.lastIndexOf(']') && place.indexOf(':', place.lastIndexOf(']') + 1) == portAt;
        var host = hasPort ? place.substring(0, portAt) : place;
        int port = hasPort ? port(url, place.substring(portAt + 1)) : secure ? 5349 : 3478;
        return new IceServerUrl(kind, transport, host(url, host), port);
    }

    private static Transport transport(String url, Kind kind, boolean secure, String query) throws IceException {
        var plain = secure ? Transport.TLS : Transport.UDP;
        if (query.isEmpty()) {
            return plain;
        } else if (kind == Kind.STUN) {
            throw wrong(url, "a STUN URL has no query (RFC 7064)");
        }
        return switch (query.toLowerCase(Locale.ROOT)) {
            case "transport=udp" -> {
                if (secure) {
                    throw wrong(url, "TURN over DTLS is not supported; use transport=tcp");
                }
                yield Transport.UDP;
            }
            case "transport=tcp" -> secure ? Transport.TLS : Transport.TCP;
            default -> throw wrong(url, "after ? comes transport=udp or transport=tcp");
        };
    }

    private static String host(String url, String host) throws IceException {
        if (IPV6.matcher(host).matches()) {
            return host.substring(1, host.length() - 1);
        } else if (host.isEmpty()) {
            throw wrong(url, "it names no host");
        } else if (host.indexOf(':') >= 0) {
            throw wrong(url, "an IPv6 address stands in [brackets]");
        } else if (!NAME.matcher(host).matches()) {
            throw wrong(url, "its host is neither a name nor an IP address");
        }
        return host;
    }

    private static int port(String url, String digits) throws IceException {
        if (!digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        throw wrong(url, "its port is not a number from 1 to 65535");
    }

    private static IceException wrong(String url, String why) {
        var shown = url.length() > 80 ? url.substring(0, 80) + "…" : url;
        // A credential before an @ is not for the log.
        var safe = shown.replaceAll("\\p{Cntrl}", "?").replaceAll("(?<=:)[^:@/]*:[^@]*@", "…@");
        return new IceException("not the URL of a STUN or TURN server: " + safe + ": " + why);
    }

    /** As a URL in its shortest form. */
    @Override
    public String toString() {
        var scheme = kind.name().toLowerCase(Locale.ROOT) + (transport == Transport.TLS ? "s" : "");
        var place = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        var query = transport == Transport.TCP ? "?transport=tcp" : "";
        return scheme + ":" + place + ":" + port + query;
    }
}
