// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.Arrays;
import org.camquay.rtp.Unwrapper;
import org.camquay.rtp.rtcp.TransportFeedback;

/** When the packets of a connection came, for transport-wide feedback. On the viewer's loop. */
final class Arrivals {
    private static final int MOST = 2048;
    private static final long UNIT_NANOS = TransportFeedback.DELTA_MICROS * 1000L;
    private static final int UNITS_PER_REFERENCE = TransportFeedback.REFERENCE_MICROS / TransportFeedback.DELTA_MICROS;

    private final Unwrapper sequences = Unwrapper.ofSequenceNumbers();
    private final long[] units = new long[MOST];
    private long base = -1;
    private int count;
    private int messages;

    /** Notes a packet; one that was reported missing already is left out. */
    void add(int sequence, long arrivalNanos) {
        long number = sequences.unwrap(sequence);
        if (base < 0) {
            base = number;
        }
        long index = number - base;
        if (index < 0 || index >= MOST) {
            return;
        }
        units[(int) index] = arrivalNanos / UNIT_NANOS + 1;
        count = Math.max(count, (int) index + 1);
    }

    /** What has come since the last call; null if nothing has. */
    TransportFeedback take(long ownSsrc, long mediaSsrc) {
        if (count == 0) {
            return null;
        }
        int[] deltas = new int[count];
        long reference = -1;
        long before = 0;
        for (int i = 0; i < count; i++) {
            if (units[i] == 0) {
                deltas[i] = TransportFeedback.LOST;
                continue;
            }
            if (reference < 0) {
                reference = units[i] / UNITS_PER_REFERENCE;
                before = reference * UNITS_PER_REFERENCE;
            }
            deltas[i] = (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, units[i] - before));
            before = units[i];
        }
        var feedback = new TransportFeedback(
                ownSsrc, mediaSsrc, (int) base & 0xffff, (int) reference << 8 >> 8, messages++ & 0xff, deltas);
        Arrays.fill(units, 0, count, 0);
        base += count;
        count = 0;
        return feedback;
    }
}
