// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.Arrays;

/** Which transport-wide number the latest packets of each stream have: for peers that report by streams (RFC 8888). */
final class StreamNumbers {
    private static final int CAPACITY = 2048;
    private static final int NUMBER_BITS = 16;
    private static final int MASK = 0xffff;
    private static final long USED = 1L << 2 * NUMBER_BITS;

    private long[] ssrcs = {};
    private long[][] streams = {};

    /** @param sequence of the stream, 0 to 65535 */
    void add(long ssrc, int sequence, int number) {
        stream(ssrc)[slot(sequence)] = USED | (long) (sequence & MASK) << NUMBER_BITS | number & MASK;
    }

    private long[] stream(long ssrc) {
        int i = index(ssrc);
        if (i < 0) {
            i = ssrcs.length;
            ssrcs = Arrays.copyOf(ssrcs, i + 1);
            streams = Arrays.copyOf(streams, i + 1);
            ssrcs[i] = ssrc;
            streams[i] = new long[CAPACITY];
        }
        return streams[i];
    }

    /** -1 for one that was never sent, or so long ago that it is forgotten. */
    int find(long ssrc, int sequence) {
        int i = index(ssrc);
        long entry = i < 0 ? 0 : streams[i][slot(sequence)];
        boolean same = entry >> NUMBER_BITS == (USED >> NUMBER_BITS | sequence & MASK);
        return same ? (int) entry & MASK : -1;
    }

    private int index(long ssrc) {
        for (int i = 0; i < ssrcs.length; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        return -1;
    }

    private static int slot(int sequence) {
        return sequence & CAPACITY - 1;
    }
}
