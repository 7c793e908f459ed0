// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.camquay.api.peer.PeerOrigin;

/**
 * Peers that count together while they are not connected: those of one address, or, since an invited peer shows no address
 * before it is connected, those of one room.
 *
 * @param name the IPv4 address, the first 64 bits of the IPv6 address (one line has as many of the others as it likes), or
 *     the room; for messages too
 * @param limit how many of it may wait
 */
record Crowd(String name, int limit) {
    /** Only what writes an address out; anything else might be looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final int NETWORK_BYTES = 8;

    /** That of a peer that brought an offer. */
    static Crowd of(PeerOrigin origin, int limit) {
        return new Crowd("address " + network(origin.address()), limit);
    }

    /** That of a peer that came through signaling, named as in lists. */
    static Crowd ofRoom(String signaling, int limit) {
        return new Crowd("room " + signaling, limit);
    }

    private static String network(String text) {
        int scope = text.indexOf('%');
        var plain = (scope < 0 ? text : text.substring(0, scope)).replaceAll("[\\[\\]]", "");
        if (!LITERAL.matcher(plain).matches()) {
            return "unknown";
        }
        try {
            var address = InetAddress.getByName(plain);
            if (address instanceof Inet6Address) {
                var first = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
                return HexFormat.of().formatHex(first).replaceAll("(.{4})(?=.)", "$1:") + "::/64";
            }
            return address.getHostAddress();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
