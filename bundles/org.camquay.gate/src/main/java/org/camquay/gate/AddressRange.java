// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The addresses with a prefix in common (RFC 4632 §3.1): {@code 10.0.0.0/8}, or one address. Pure.
 *
 * @param network an address within
 * @param bits the length of the prefix
 */
record AddressRange(InetAddress network, int bits) {
    /** Empty for what is none. */
    static Optional<AddressRange> parse(String text) {
        String[] part = text.strip().split("/", -1);
        var address = IpAddress.parse(part[0]);
        if (address.isEmpty() || part.length > 2 || part.length == 2 && !part[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int most = address.get().getAddress().length * Byte.SIZE;
        int bits = part.length == 2 ? Integer.parseInt(part[1]) : most;
        return bits > most ? Optional.empty() : Optional.of(new AddressRange(address.get(), bits));
    }

    boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] other = address.getAddress();
        if (ours.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
