// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

/** Octets per second that an allocation may move, with half a second's worth at once. */
final class Bandwidth {
    private final double perNano;
    private final double burst;
    private double tokens;
    private long filled;

    /** @param bitsPerSecond 0 for no limit */
    Bandwidth(long bitsPerSecond, long now) {
        perNano = bitsPerSecond / 8e9;
        // Less than one large datagram would let none of them through.
        burst = Math.max(bitsPerSecond / 16.0, 65_536);
        tokens = burst;
        filled = now;
    }

    boolean take(int octets, long now) {
        if (perNano == 0) {
            return true;
        }
        tokens = Math.min(burst, tokens + (now - filled) * perNano);
        filled = now;
        if (tokens < octets) {
            return false;
        }
        tokens -= octets;
        return true;
    }
}
