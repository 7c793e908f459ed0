// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * The latest packets of a track, shared by all its viewers for a start at the last key frame and for retransmission. It
 * keeps a fixed number of packets, and grows for those since the key frame. One thread adds, any may read: a slot that
 * was overwritten meanwhile is told by its index.
 */
final class PacketRing {
    private final int least;
    private volatile TrackPacket[] slots;
    private volatile long head;
    /** Index of the oldest packet; the adding thread's. */
    private long tail;

    /** Makes one that keeps at least the latest {@code least} packets, a power of two. */
    PacketRing(int least) {
        this.least = least;
        slots = new TrackPacket[least];
    }

    /**
     * Puts a packet; it is seen after the next {@link #publish}.
     *
     * @param since index of the oldest packet that a viewer may still begin with; older ones are dropped
     */
    void put(TrackPacket packet, long since) {
        long index = packet.index();
        var now = slots;
        for (long oldest = Math.min(since, index - least + 1); tail < oldest; tail++) {
            now[(int) tail & now.length - 1] = null;
        }
        if (index - tail >= now.length) {
            now = grown(now);
            slots = now;
        }
        now[(int) index & now.length - 1] = packet;
    }

    private TrackPacket[] grown(TrackPacket[] from) {
        var larger = new TrackPacket[from.length * 2];
        for (var packet : from) {
            if (packet != null) {
                larger[(int) packet.index() & larger.length - 1] = packet;
            }
        }
        return larger;
    }

    /** Makes all packets below {@code newHead} visible. */
    void publish(long newHead) {
        head = newHead;
    }

    /** One more than the index of the latest packet. */
    long head() {
        return head;
    }

    /** The packet of that index, or null when it is gone or never was. */
    TrackPacket get(long index) {
        if (index < 0 || index >= head) {
            return null;
        }
        var now = slots;
        var packet = now[(int) index & now.length - 1];
        return packet != null && packet.index() == index ? packet : null;
    }
}
