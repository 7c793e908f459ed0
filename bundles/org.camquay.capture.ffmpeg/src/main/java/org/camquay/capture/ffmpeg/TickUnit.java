// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

/** The unit of a stream's times: so many seconds over so many. */
record TickUnit(int numerator, int denominator) {
    private static final long MICROS = 1_000_000;
    /** 100 years: beyond it is damage, and sums would overflow. */
    private static final long LONGEST = 100L * 366 * 86_400 * MICROS;

    /** Microseconds, to the nearest; {@link Packet#NO_TIME} for what is no time. */
    long micros(long time) {
        if (time == AV_NOPTS_VALUE || numerator < 1 || denominator < 1) {
            return Packet.NO_TIME;
        }
        long unit = MICROS * numerator;
        long size = Math.abs(time);
        long micros;
        if (size < (Long.MAX_VALUE - denominator) / unit) {
            long nearest = (size * unit + denominator / 2) / denominator;
            micros = time < 0 ? -nearest : nearest;
        } else {
            // needs more than 64 bits on the way
            micros = av_rescale(time, unit, denominator);
        }
        return micros < -LONGEST || micros > LONGEST ? Packet.NO_TIME : micros;
    }
}
