// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

/**
 * NTP timestamps as RTCP has them: 64 bits, seconds since 1900 in the upper half, fractions of a second in the
 * lower (RFC 3550 §4). Thread: any.
 */
public final class NtpTime {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long LOW_32 = 0xffffffffL;

    private NtpTime() {}

    /** From microseconds since 1970. Of the seconds only the low 32 bits are kept, as the field has no more. */
    public static long fromEpochMicros(long micros) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND) + SECONDS_1900_TO_1970;
        long fraction = (Math.floorMod(micros, MICROS_PER_SECOND) << 32) / MICROS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /** To microseconds since 1970, rounded; the upper half is taken as 1968 to 2104 (RFC 4330 §3). */
    public static long toEpochMicros(long ntp) {
        long seconds = ntp >>> 32;
        if (seconds <= Integer.MAX_VALUE) {
            seconds += 1L << 32;
        }
        long micros = (ntp & LOW_32) * MICROS_PER_SECOND + (1L << 31) >>> 32;
        return (seconds - SECONDS_1900_TO_1970) * MICROS_PER_SECOND + micros;
    }

    /** The middle 32 bits, in units of 1/65536 s: the form of LSR, and of arrival times. */
    public static long middle32(long ntp) {
        return ntp >>> 16 & LOW_32;
    }

    /** A length of time in units of 1/65536 s, the form of DLSR; at most 2^32-1. */
    public static long toShortUnits(long micros) {
        return Math.min(LOW_32, Math.max(0, (micros << 16) / MICROS_PER_SECOND));
    }

    /**
     * Round-trip time in microseconds by RFC 3550 §6.4.1; -1 when the block has seen no sender report, or
     * is senseless.
     *
     * @param arrivalNtp when the report came, 64-bit NTP of the clock that stamped the sender reports
     */
    public static long roundTripMicros(ReportBlock block, long arrivalNtp) {
        if (block.lastSenderReport() == 0) {
            return -1;
        }
        int units = (int) (middle32(arrivalNtp) - block.lastSenderReport() - block.delaySinceLastSenderReport());
        return units < 0 ? -1 : units * MICROS_PER_SECOND >> 16;
    }
}
