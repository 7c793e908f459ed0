// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.util.concurrent.TimeUnit;

/** For how long a loop leaves its channels alone, so that packets of many peers are received together. On the loop. */
final class Rest {
    /** A channel without slack is likely to be ready again. */
    private static final long ATTENTION = TimeUnit.MILLISECONDS.toNanos(50);

    private final long ofEach;
    private long begin = System.nanoTime();
    private long granted;
    private long turn;
    private long turnOfPackets = -1;
    private int packets;
    private volatile long attentiveUntil = begin;
    private volatile long hastyUntil = begin;
    private volatile long hasty;

    /**
     * Makes one.
     *
     * @param ofEach nanoseconds of rest for each packet that was there: where few talk, to wake for each of them costs
     *     little, and each would wait for little company
     */
    Rest(long ofEach) {
        this.ofEach = ofEach;
    }

    /** A channel is ready, and what comes after it may wait so long. */
    void ready(long now, long slack) {
        if (slack > 0) {
            begin = now;
            granted = slack;
        } else {
            attend(now, ATTENTION, 0);
        }
    }

    /** So many packets were there, where they may wait. */
    void received(int count) {
        packets = turn == turnOfPackets ? packets + count : count;
        turnOfPackets = turn;
    }

    /**
     * Nothing waits longer than {@code slack} for so long. Thread: any; of two at once, one may be forgotten until
     * the next packet.
     */
    void attend(long now, long nanos, long slack) {
        long until = now + nanos;
        if (slack == 0) {
            attentiveUntil = until - attentiveUntil > 0 ? until : attentiveUntil;
        } else {
            boolean more = hastyUntil - now > 0;
            hasty = more ? Math.min(hasty, slack) : slack;
            hastyUntil = more && hastyUntil - until > 0 ? hastyUntil : until;
        }
    }

    /** Nanoseconds until channels are to be looked at; not positive if now. Once a turn. */
    long left(long now) {
        turn++;
        if (attentiveUntil - now > 0) {
            return 0;
        }
        long longest = Math.min(granted, packets * ofEach);
        return begin + (hastyUntil - now > 0 ? Math.min(longest, hasty) : longest) - now;
    }
}
