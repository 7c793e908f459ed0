// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/** The latest packets sent, by transport-wide sequence number: when, how large, and what became of them. */
final class SentPackets {
    /** At 20 Mbit/s more than a second. */
    private static final int CAPACITY = 2048;

    private static final int BYTES = 0xffff;
    private static final int PROBE_SHIFT = 16;
    private static final int MAX_PROBE = 0xfff;
    private static final int LOST = 1 << 30;
    private static final int ARRIVED = 1 << 31;

    private final long[] sentNanos = new long[CAPACITY];
    private final int[] details = new int[CAPACITY];
    private long next;
    private long first;
    private boolean started;

    /** @param probe which probe it belongs to, 0 for none */
    void add(int sequence, int bytes, int probe, long now) {
        if (!started) {
            started = true;
            first = sequence;
            next = sequence;
        }
        int slot = slot(next);
        sentNanos[slot] = now;
        details[slot] = Math.min(BYTES, bytes) | (probe & MAX_PROBE) << PROBE_SHIFT;
        next++;
    }

    /** The unwrapped number of a packet sent, or -1 for one that is forgotten or was never sent. */
    long find(int sequence) {
        long found = next - 1 - ((int) (next - 1) - sequence & 0xffff);
        return started && found >= first && found >= next - CAPACITY ? found : -1;
    }

    long sentNanos(long number) {
        return sentNanos[slot(number)];
    }

    int bytes(long number) {
        return details[slot(number)] & BYTES;
    }

    int probe(long number) {
        return details[slot(number)] >> PROBE_SHIFT & MAX_PROBE;
    }

    /** Notes a loss; false when it was known. */
    boolean lose(long number) {
        int slot = slot(number);
        boolean news = (details[slot] & (LOST | ARRIVED)) == 0;
        details[slot] |= LOST;
        return news;
    }

    /** Whether it was said to be lost before. */
    boolean lost(long number) {
        return (details[slot(number)] & LOST) != 0;
    }

    /** Notes an arrival; false when it was known. */
    boolean arrive(long number) {
        int slot = slot(number);
        boolean news = (details[slot] & ARRIVED) == 0;
        details[slot] |= ARRIVED;
        return news;
    }

    private static int slot(long number) {
        return (int) number & CAPACITY - 1;
    }
}
