// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.camquay.api.net.EventLoop;

/** Brings packets to an agent on the agent's own loop; what it cannot take is dropped and counted. Thread: any. */
final class Inbox {
    /** The reader of the packets; called on its loop. */
    @FunctionalInterface
    interface Reader {
        /** The packet is valid only during the call, and may be changed. */
        void onPacket(Transport transport, InetSocketAddress remote, ByteBuffer packet);
    }

    /** Packets that may wait for the agent's loop. */
    static final int LIMIT = 512;

    private final EventLoop loop;
    private final Reader reader;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private volatile long heardAt;

    Inbox(EventLoop loop, Reader reader) {
        this.loop = loop;
        this.reader = reader;
        heardAt = loop.nanoTime();
    }

    /** The peer is there: media or a report came from where it is known to be. */
    void heard() {
        heardAt = loop.nanoTime();
    }

    /** Whether this is longer ago than {@code nanos}. */
    boolean isQuiet(long nanos) {
        return loop.nanoTime() - heardAt > nanos;
    }

    void put(Transport transport, InetSocketAddress remote, ByteBuffer packet) {
        if (loop.inLoop()) {
            reader.onPacket(transport, remote, packet);
        } else if (waiting.incrementAndGet() > LIMIT) {
            waiting.decrementAndGet();
            dropped.increment();
        } else {
            var copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
            loop.execute(() -> {
                waiting.decrementAndGet();
                reader.onPacket(transport, remote, copy);
            });
        }
    }

    /** Packets that came faster than the agent's loop could take them. */
    long dropped() {
        return dropped.sum();
    }
}
