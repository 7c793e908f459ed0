// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A block of addresses, as {@code 10.0.0.0/8} (RFC 4632, RFC 4291 §2.3); a lone address is a block of one. Thread: any.
 *
 * @param prefix how many of its first bits count
 */
public record Cidr(InetAddress network, int prefix) {
    /** Reads one; empty if the text is none. Names are not looked up. */
    public static Optional<Cidr> find(String text) {
        var parts = text.strip().split("/", 2);
        var network = Addresses.literal(parts[0]);
        if (network.isEmpty() || parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int bits = network.get().getAddress().length * Byte.SIZE;
        int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
        return prefix > bits ? Optional.empty() : Optional.of(new Cidr(network.get(), prefix));
    }

    /**
     * As {@link #find}.
     *
     * @throws IllegalArgumentException with a sentence, if the text is none
     */
    public static Cidr parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        text + " is no IP address and no block of them such as 192.0.2.0/24"));
    }

    /** Returns whether the address is one of the block; one of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >> Byte.SIZE - rest == 0;
    }
}
