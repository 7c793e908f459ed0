// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

/**
 * Turns numbers that wrap around into numbers that do not: the extended sequence number (RFC 3550 A.1) or
 * a continuous timestamp. Each value is taken as the one nearest to the newest so far.
 */
public final class Unwrapper {

    private final int shift;
    private boolean started;
    private long newest;

    private Unwrapper(int bits) {
        shift = Long.SIZE - bits;
    }

    /** For 16-bit sequence numbers. */
    public static Unwrapper ofSequenceNumbers() {
        return new Unwrapper(16);
    }

    /** For 32-bit timestamps. */
    public static Unwrapper ofTimestamps() {
        return new Unwrapper(32);
    }

    /** The extended value; the first one is returned as it is. Negative for values from before the first cycle. */
    public long unwrap(long wrapped) {
        if (!started) {
            started = true;
            newest = wrapped;
            return wrapped;
        }
        long distance = wrapped - newest << shift >> shift;
        long unwrapped = newest + distance;
        newest = Math.max(newest, unwrapped);
        return unwrapped;
    }
}
