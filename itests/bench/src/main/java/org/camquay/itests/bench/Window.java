// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import org.camquay.rtp.Unwrapper;

/** What one viewer receives between two moments. Lives on the viewer's loop. */
final class Window {
    private static final long NANOS_PER_TICK_TIMES_9 = 100_000; // 90 kHz: 1 / 90000 s = 100000 / 9 ns

    private final Unwrapper sequences = Unwrapper.ofSequenceNumbers();
    private final Unwrapper timestamps = Unwrapper.ofTimestamps();
    private final Lateness lateness = new Lateness();
    private long packets;
    private long bytes;
    private long first = -1;
    private long highest;

    void add(int sequenceNumber, long timestamp, int length, long arrivalNanos) {
        long sequence = sequences.unwrap(sequenceNumber);
        if (first < 0) {
            first = sequence;
        }
        highest = Math.max(highest, sequence);
        packets++;
        bytes += length;
        lateness.add(arrivalNanos - timestamps.unwrap(timestamp) * NANOS_PER_TICK_TIMES_9 / 9);
    }

    long packets() {
        return packets;
    }

    /** With RTP header and authentication tag, without UDP and IP. */
    long bytes() {
        return bytes;
    }

    /** Packets that never came; negative if some came twice. */
    long lost() {
        return first < 0 ? 0 : highest - first + 1 - packets;
    }

    Lateness lateness() {
        return lateness;
    }
}
