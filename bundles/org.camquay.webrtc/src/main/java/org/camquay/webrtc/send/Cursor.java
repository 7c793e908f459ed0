// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.peer.OutboundDetail;
import org.camquay.webrtc.transport.Dropped;

/**
 * A viewer's place in the packets of a track, and the sequence numbers they get for it. Between two frames it may go to
 * another place, or to another track.
 */
final class Cursor {
    private static final long WAITING = -1;
    private static final long STALE_SECONDS = 2;

    private final SequenceMap sequence;
    private final SenderCounters counters;
    private TrackPackets packets;
    private long next = WAITING;
    private long lastNumber;
    private long earliest;
    /** Number of the first frame left out since the last one sent, -1 for none. */
    private long droppedFrom = -1;

    private boolean behind;
    private long liveSince = Long.MIN_VALUE;

    Cursor(SequenceMap sequence, SenderCounters counters) {
        this.sequence = sequence;
        this.counters = counters;
    }

    /** Begins to read a track. */
    void open(TrackPackets from) {
        packets = from;
    }

    TrackPackets packets() {
        return packets;
    }

    /** Index of the packet sent next. */
    long next() {
        return next;
    }

    /** Whether there is no place to go on from yet. */
    boolean waiting() {
        return next == WAITING;
    }

    /** Whether it has not yet caught up with the track since it began. */
    boolean behind() {
        return behind;
    }

    void caughtUp(long now) {
        liveSince = behind ? now : liveSince;
        behind = false;
    }

    /** For how long a frame has been of use: from its arrival on, or since everything before it was sent. */
    long usedFor(TrackPacket.Frame frame, long now) {
        return behind ? 0 : now - Math.max(frame.arrivedNanos(), liveSince);
    }

    /** Goes to where decoding can begin, not before what was left out. Returns whether there is such a place yet. */
    boolean begin() {
        long start = packets.startIndex();
        next = start >= earliest ? start : WAITING;
        if (next == WAITING) {
            return false;
        }
        behind = true;
        sequence.jumpTo(next);
        countDropped();
        return true;
    }

    /** Whether the key frame it begins with is so old that a new viewer gets one of its own. */
    boolean stale() {
        return packets.ageOf(next) > STALE_SECONDS * packets.clockRate();
    }

    /** Microseconds since a frame was captured. */
    long ageMicros(TrackPacket.Frame frame, long now) {
        return packets.epochMicros(now) - frame.capturedMicros();
    }

    /** Goes on at a place of another track: numbers go on, and what was sent before is forgotten. */
    void moveTo(TrackPackets other, long index) {
        var latest = packets.ring().get(packets.ring().head() - 1);
        if (droppedFrom >= 0 && latest != null) {
            counters.framesDropped += latest.frame().number() - droppedFrom + 1;
        }
        droppedFrom = -1;
        packets = other;
        next = index;
        earliest = 0;
        behind = true;
        sequence.clear();
        sequence.jumpTo(index);
    }

    /** The number of the next packet. */
    long take() {
        return sequence.take();
    }

    /** It went out, with the number taken for it. */
    void sent(long number) {
        lastNumber = number;
        next++;
    }

    /** The number of the packet sent last. */
    long lastNumber() {
        return lastNumber;
    }

    /** The last packets did not get into the socket; returns the index of the first of them. */
    long uncount(Dropped dropped) {
        long index = next;
        for (int i = 0; i < dropped.packets(); i++) {
            index = sequence.indexOf((int) (lastNumber - i) & 0xffff);
            counters.unsent(packets.ring().get(index));
        }
        counters.unsent(dropped.bytes());
        return index;
    }

    /** Leaves frames out, between two frames, so that the peer misses no number; without a place to go to it waits. */
    void leap(TrackPacket.Frame from, long key) {
        boolean there = key > next;
        earliest = next + 1;
        droppedFrom = from.number();
        next = there ? key : WAITING;
        if (there) {
            sequence.jumpTo(key);
            countDropped();
        }
    }

    /**
     * Goes on after a time in which nothing got through: with the last key frame, if the viewer has not had it; else where
     * it stopped. What was sent before a key frame is forgotten, so that no repair holds it up.
     *
     * @param lostKey index of a key frame that was sent meanwhile, -1 for none
     * @return whether a viewer can go on here that has missed something
     */
    boolean resume(long lostKey) {
        if (waiting()) {
            return false;
        }
        long key = packets.startIndex();
        var packet = packets.ring().get(next);
        if (key > next || key >= 0 && key == lostKey) {
            droppedFrom = key > next && packet != null ? packet.frame().number() : -1;
            sequence.clear();
            sequence.jumpTo(key);
            next = key;
            earliest = 0;
            behind = true;
            countDropped();
            return true;
        }
        behind = packet != null;
        if (packet == null && next < packets.ring().head()) {
            earliest = next + 1;
            next = WAITING;
        }
        return false;
    }

    /**
     * What begins with that packet is never sent, up to the next key frame. Returns whether that is there yet.
     *
     * @param told whether the peer is to miss a number, and to ask for a key frame if none comes
     */
    boolean cut(long lost, boolean told) {
        var packet = packets.ring().get(lost);
        droppedFrom = packet == null ? -1 : packet.frame().number();
        if (told) {
            sequence.skipNumber();
        }
        earliest = lost + 1;
        return begin();
    }

    /** What has come and is not sent. */
    OutboundDetail.SendQueue queue(long now) {
        var ring = packets.ring();
        long head = ring.head();
        var first = waiting() ? null : ring.get(next);
        if (first == null) {
            return OutboundDetail.NONE.queue();
        }
        long bytes = 0;
        for (long index = next; index < head; index++) {
            var packet = ring.get(index);
            bytes += packet == null ? 0 : packet.payload().length();
        }
        return new OutboundDetail.SendQueue(
                head - next, bytes, Math.max(0, now - first.frame().arrivedNanos()) / 1e9);
    }

    private void countDropped() {
        var packet = packets.ring().get(next);
        if (droppedFrom >= 0 && packet != null) {
            counters.framesDropped += packet.frame().number() - droppedFrom;
        }
        droppedFrom = -1;
    }
}
