// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows reports (RTCP) from where no peer is known to the agents whose peer has fallen silent. A peer whose router gave it another
 * address goes on reporting from there, seconds before its next check; whose a report is, only the keys of each connection tell
 * (ADR 42). Strangers cost no more than a bounded number of looks a second. Thread: any.
 */
final class Strays {
    /** A peer that gets media reports more often, at least each 1.5 s; one that is heard has not gone. */
    static final long QUIET = TimeUnit.MILLISECONDS.toNanos(250);

    /** Agents that one report is shown to; each takes a microsecond or two. */
    static final int AGENTS = 64;

    /** Between reports that are looked at; as many as a second's may come at once. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long BURST = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Whether it is RTCP (RFC 5761 §4), of what is RTP or RTCP. */
    static boolean isReport(ByteBuffer packet) {
        if (packet.remaining() < 2) {
            return false;
        }
        int type = packet.get(packet.position() + 1) & 0xff;
        return type >= 192 && type <= 223;
    }

    /** Shows one to those who miss their peer; false if it is one too many, or nobody does. */
    boolean show(Collection<Inbox> inboxes, Transport transport, InetSocketAddress remote, ByteBuffer packet) {
        if (!takesOneMore()) {
            return false;
        }
        var quiet = inboxes.stream()
                .filter(inbox -> inbox.isQuiet(QUIET))
                .distinct()
                .limit(AGENTS)
                .toList();
        for (var inbox : quiet) {
            // Who reads may change it.
            var copy = ByteBuffer.allocate(packet.remaining())
                    .put(packet.duplicate())
                    .flip();
            inbox.put(transport, remote, copy);
        }
        return !quiet.isEmpty();
    }

    private boolean takesOneMore() {
        long now = System.nanoTime();
        long before = next.get();
        long begin = Math.max(before - now, 0) + now;
        return begin - now <= BURST && next.compareAndSet(before, begin + PAUSE);
    }
}
