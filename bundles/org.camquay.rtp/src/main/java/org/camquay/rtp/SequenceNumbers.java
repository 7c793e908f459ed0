// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

/** Arithmetic of 16-bit sequence numbers, modulo 2^16 (RFC 3550 §5.1, RFC 1982). Thread: any. */
public final class SequenceNumbers {

    private SequenceNumbers() {}

    /** The short way from one number to another: -32768 to 32767, positive when {@code to} is newer. */
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    /** Whether {@code candidate} comes after {@code reference}. */
    public static boolean isNewer(int candidate, int reference) {
        return distance(reference, candidate) > 0;
    }

    /** The number after this one, 0 after 65535. */
    public static int next(int sequenceNumber) {
        return sequenceNumber + 1 & 0xffff;
    }
}
