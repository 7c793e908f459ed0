// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

/**
 * The latest packets of a track, shared by all its viewers for instant start and for retransmission. One thread adds,
 * any may read: a slot that was overwritten meanwhile is told by its index.
 */
final class PacketRing {
    private final TrackPacket[] slots;
    private volatile long head;

    /** Makes one for the latest {@code capacity} packets, a power of two. */
    PacketRing(int capacity) {
        slots = new TrackPacket[capacity];
    }

    /** Puts a packet; it is seen after the next {@link #publish}. */
    void put(TrackPacket packet) {
        slots[(int) packet.index() & slots.length - 1] = packet;
    }

    /** Makes all packets below {@code newHead} visible. */
    void publish(long newHead) {
        head = newHead;
    }

    /** One more than the index of the latest packet. */
    long head() {
        return head;
    }

    /** Packets that fit. */
    int capacity() {
        return slots.length;
    }

    /** The packet of that index, or null when it is gone or never was. */
    TrackPacket get(long index) {
        if (index < 0 || index >= head) {
            return null;
        }
        var packet = slots[(int) index & slots.length - 1];
        return packet != null && packet.index() == index ? packet : null;
    }
}
