// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What a caller may put into an attribute; a breach is the caller's mistake, never the network's. */
final class Limits {
    /** Octets of REALM, NONCE, SOFTWARE and reason phrases (RFC 8489 §14.8 to §14.14). */
    static final int TEXT = 763;

    /** Octets of USERNAME (RFC 8489 §14.3). */
    static final int USERNAME = 508;

    static final long U32 = 0xFFFF_FFFFL;

    private Limits() {}

    static void within(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " " + value + " is not within " + min + " and " + max);
        }
    }

    static void text(String what, String value, int max) {
        // Three octets a char is the most UTF-8 needs, so short texts need no encoding to be measured.
        if (value.length() * 3 > max && value.getBytes(StandardCharsets.UTF_8).length > max) {
            throw new IllegalArgumentException(what + " is longer than " + max + " octets");
        }
    }

    static void resolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(address + " is not resolved");
        }
    }
}
