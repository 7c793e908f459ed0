// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * Maps a viewer's sequence numbers to the track's packet indexes and back. They differ by a constant until the viewer
 * is made to skip packets; the last few constants are kept, so that retransmission finds what was sent before a skip.
 */
final class SequenceMap {
    private static final int SEGMENTS = 8;

    private final long[] firstIndex = new long[SEGMENTS];
    private final long[] firstSequence = new long[SEGMENTS];
    private int segments;
    private long next;

    /** @param first the extended sequence number of the first packet */
    SequenceMap(long first) {
        next = first;
    }

    /** The packet sent next is the one of {@code index}, and no longer the one after the last. */
    void jumpTo(long index) {
        int slot = segments++ % SEGMENTS;
        firstIndex[slot] = index;
        firstSequence[slot] = next;
    }

    /** Forgets what was sent; numbers go on. What follows is another track's, whose indexes mean other packets. */
    void clear() {
        segments = 0;
    }

    /** Leaves a number out, so that the peer knows that something is missing. */
    void skipNumber() {
        next++;
    }

    /** The extended sequence number for the packet sent next. */
    long take() {
        return next++;
    }

    /** The track's index of a sequence number of 16 bits that was sent before, or -1. */
    long indexOf(int sequenceNumber) {
        long extended = next - 1 - ((int) (next - 1) - sequenceNumber & 0xffff);
        for (int i = segments - 1; i >= Math.max(0, segments - SEGMENTS); i--) {
            int slot = i % SEGMENTS;
            if (extended >= firstSequence[slot]) {
                return firstIndex[slot] + extended - firstSequence[slot];
            }
        }
        return -1;
    }
}
