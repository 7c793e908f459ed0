// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** Address families as STUN numbers them (RFC 8489 §14.1). */
public enum AddressFamily {
    IPV4(1, 4),
    IPV6(2, 16);

    private final int number;
    private final int length;

    AddressFamily(int number, int length) {
        this.number = number;
        this.length = length;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** Octets of an address. */
    public int length() {
        return length;
    }

    /** The family of an address. */
    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /** The family with this number on the wire; empty for an unknown one. */
    public static Optional<AddressFamily> of(int number) {
        return switch (number) {
            case 1 -> Optional.of(IPV4);
            case 2 -> Optional.of(IPV6);
            default -> Optional.empty();
        };
    }
}
