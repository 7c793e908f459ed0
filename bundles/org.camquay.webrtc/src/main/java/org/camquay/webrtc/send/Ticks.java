// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * Converts between microseconds and the ticks of an RTP clock (RFC 3550 §5.1), rounding down. No time overflows: a
 * capture clock may count from 1970 as well as from the start of the camera.
 */
final class Ticks {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Ticks() {}

    /** Returns the ticks of a clock that runs at {@code clockRate} ticks a second. */
    static long ofMicros(long micros, long clockRate) {
        return scale(micros, MICROS_PER_SECOND, clockRate);
    }

    /** Returns the microseconds of so many ticks. */
    static long toMicros(long ticks, long clockRate) {
        return scale(ticks, clockRate, MICROS_PER_SECOND);
    }

    /** Whole seconds and the rest apart, since their product with the rate is too large for 64 bits together. */
    private static long scale(long time, long from, long to) {
        return Math.floorDiv(time, from) * to + Math.floorMod(time, from) * to / from;
    }
}
