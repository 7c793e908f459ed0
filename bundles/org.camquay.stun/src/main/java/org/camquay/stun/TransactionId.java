// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * The 96-bit transaction id of RFC 8489 §5, as two numbers so that it is a cheap map key. Thread: any.
 *
 * @param high the first 32 bits
 * @param low the last 64 bits
 */
public record TransactionId(int high, long low) {
    /** Octets on the wire. */
    public static final int LENGTH = 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A fresh id that nobody can guess. */
    public static TransactionId random() {
        return random(RANDOM);
    }

    /** A fresh id from the caller's source, for tests and seeded simulations. */
    public static TransactionId random(SecureRandom source) {
        return new TransactionId(source.nextInt(), source.nextLong());
    }

    /** Reads 12 octets at an absolute index of {@code buffer}. */
    static TransactionId at(ByteBuffer buffer, int index) {
        int first = Wire.u16(buffer, index) << 16 | Wire.u16(buffer, index + 2);
        return new TransactionId(first, Wire.u32(buffer, index + 4) << 32 | Wire.u32(buffer, index + 8));
    }

    @Override
    public String toString() {
        return String.format("%08x%016x", high, low);
    }
}
