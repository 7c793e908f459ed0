// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;

/**
 * Puts the packets of one source back into the order of their sequence numbers, and says where some are missing. It waits
 * no longer than packets of this source were ever late (RFC 3550 §5.1, A.1). Thread: one at a time; times in nanoseconds of
 * one clock.
 */
public final class ReorderingBuffer {
    /** What comes out. */
    @FunctionalInterface
    public interface Output {
        /**
         * The next packet, valid during the call.
         *
         * @param gap whether the packets just before it are missing, or it is the first one of its source
         */
        void packet(RtpPacket packet, boolean gap);
    }

    /** A jump this far is no loss: the source has begun again (RFC 3550 A.1). */
    private static final int MAX_DROPOUT = 3000;

    private static final int MAX_MISORDER = 100;
    private static final long FIRST_WAIT = 15_000_000;
    private static final long LONGEST_WAIT = 120_000_000;

    private final RtpPacket[] held;
    private final long[] arrivals;
    private final Output output;
    private boolean started;
    private long ssrc;
    private int next;
    private int count;
    private boolean gap;
    private RtpPacket suspect;
    private long wait = FIRST_WAIT;
    private boolean skipped;
    private long skippedAt;

    /** @param most packets that are held back, at most; a power of two up to 1024 */
    public ReorderingBuffer(int most, Output output) {
        if (most < 1 || most > 1024 || Integer.bitCount(most) != 1) {
            throw new IllegalArgumentException(most + " packets are no power of two from 1 to 1024");
        }
        held = new RtpPacket[most];
        arrivals = new long[most];
        this.output = output;
    }

    /** Takes a packet, whose bytes are valid during the call only, and gives out what now is in order. */
    public void push(RtpPacket packet, long arrival) {
        int number = packet.header().sequenceNumber();
        int ahead = started ? SequenceNumbers.distance(next, number) : 0;
        if (!started) {
            restart(packet);
        } else if (packet.header().ssrc() != ssrc || ahead >= MAX_DROPOUT || ahead < -MAX_MISORDER) {
            takeSuspect(packet, arrival);
        } else if (ahead == 0) {
            suspect = null;
            give(packet);
            giveHeld();
        } else if (ahead > 0) {
            suspect = null;
            hold(packet, number, arrival);
        } else {
            late(arrival);
        }
        tick(arrival);
    }

    /** One that was given up too early makes the wait longer; a duplicate of long ago does not. */
    private void late(long arrival) {
        long lateness = arrival - skippedAt;
        if (skipped && lateness >= 0 && lateness < LONGEST_WAIT) {
            wait = Math.min(LONGEST_WAIT, wait + 2 * lateness);
        }
    }

    /** Gives up what is missing for too long. */
    public void tick(long now) {
        while (count > 0 && now - arrivals[oldest()] > wait) {
            skip(now);
        }
    }

    /** Gives out all that is held. */
    public void flush() {
        while (count > 0) {
            skip(skippedAt);
        }
    }

    private void restart(RtpPacket packet) {
        started = true;
        suspect = null;
        ssrc = packet.header().ssrc();
        next = packet.header().sequenceNumber();
        gap = true;
        give(packet);
    }

    /** Another source, or a far jump, is believed when a second packet follows the first one. */
    private void takeSuspect(RtpPacket packet, long arrival) {
        var before = suspect;
        boolean follows = before != null
                && before.header().ssrc() == packet.header().ssrc()
                && SequenceNumbers.distance(
                                before.header().sequenceNumber(),
                                packet.header().sequenceNumber())
                        == 1;
        if (!follows) {
            suspect = copy(packet);
            return;
        }
        flush();
        restart(before);
        push(packet, arrival);
    }

    private void hold(RtpPacket packet, int number, long arrival) {
        while (SequenceNumbers.distance(next, number) >= held.length) {
            if (count == 0) {
                next = number;
                gap = true;
                give(packet);
                return;
            }
            skip(arrival);
        }
        if (number == next) {
            give(packet);
            giveHeld();
            return;
        }
        int at = number & held.length - 1;
        if (held[at] == null) {
            held[at] = copy(packet);
            arrivals[at] = arrival;
            count++;
        }
    }

    private static RtpPacket copy(RtpPacket packet) {
        var payload = packet.payload().duplicate();
        return new RtpPacket(
                packet.header(),
                -1,
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(payload.remaining()).put(payload).flip().asReadOnlyBuffer());
    }

    private int oldest() {
        int at = next & held.length - 1;
        while (held[at] == null) {
            at = at + 1 & held.length - 1;
        }
        return at;
    }

    /** Gives up the packets before the oldest one that is held. */
    private void skip(long now) {
        next = held[oldest()].header().sequenceNumber();
        gap = true;
        skipped = true;
        skippedAt = now;
        giveHeld();
    }

    private void giveHeld() {
        while (count > 0) {
            int at = next & held.length - 1;
            var packet = held[at];
            if (packet == null) {
                return;
            }
            held[at] = null;
            count--;
            give(packet);
        }
    }

    private void give(RtpPacket packet) {
        boolean missing = gap;
        gap = false;
        next = SequenceNumbers.next(packet.header().sequenceNumber());
        output.packet(packet, missing);
    }
}
