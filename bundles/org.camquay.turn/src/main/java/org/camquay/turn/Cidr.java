// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses, as {@code 10.0.0.0/8}; a lone address is a block of one. Thread: any. */
record Cidr(InetAddress network, int prefix) {

    /** @throws IllegalArgumentException if the text is none; names are not looked up */
    static Cidr parse(String text) {
        var parts = text.strip().split("/", 2);
        var network = literal(parts[0]);
        int bits = network.getAddress().length * 8;
        int prefix = bits;
        if (parts.length == 2) {
            prefix = parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        }
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(text + ": the prefix is not within 0 and " + bits);
        }
        return new Cidr(network, prefix);
    }

    /** @throws IllegalArgumentException if the text is no address in digits */
    static InetAddress literal(String text) {
        boolean digits = text.indexOf(':') >= 0
                ? text.matches("[0-9A-Fa-f:.]+(%\\w+)?")
                : text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        try {
            if (digits) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is not an IP address", e);
        }
        throw new IllegalArgumentException(text + " is not an IP address");
    }

    boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >> 8 - rest == 0;
    }
}
