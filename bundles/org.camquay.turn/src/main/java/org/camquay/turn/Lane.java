// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.camquay.net.NetLoop;
import org.camquay.tls.TlsBuffers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop of the server, with the time and the buffer that all on it share, one packet after the other. Everything a
 * client has lives on one, and so needs no locks. Only on the loop, but for what says otherwise.
 */
final class Lane implements Executor, AutoCloseable {
    /** Octets before a received packet, for the header of whatever carries it on. */
    static final int HEADROOM = 64;

    /** What stays free behind a packet, to pad it. */
    private static final int PADDING = Integer.BYTES;

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final long SWEEP = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongSupplier nanos;
    private final NetLoop loop;
    private final List<LongConsumer> sweeps = new ArrayList<>();
    private long now;
    private long turnOfNow = -1;

    /** @param nanos the server's clock, which tests turn */
    Lane(String name, LongSupplier nanos) throws IOException {
        this.nanos = nanos;
        loop = new NetLoop(name);
        loop.schedule(this::sweep, SWEEP);
    }

    /** Thread: any. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Nanoseconds of the server's clock; the same throughout a turn of the loop. */
    long now() {
        if (loop.turn() != turnOfNow) {
            turnOfNow = loop.turn();
            now = nanos.getAsLong();
        }
        return now;
    }

    /** Counts the turns. */
    long turn() {
        return loop.turn();
    }

    /** An empty buffer with headroom for one packet, valid until the next is received. */
    ByteBuffer packet() {
        var buffer = loop.receiveBuffer();
        return buffer.limit(buffer.limit() - PADDING).position(HEADROOM);
    }

    TlsBuffers tlsBuffers() {
        return loop.tlsBuffers();
    }

    /** Calls {@code sweep} with the time about twice a second. */
    void sweep(LongConsumer sweep) {
        sweeps.add(sweep);
    }

    /** Watches a channel until it is closed. */
    void register(SelectableChannel channel, int operations, NetLoop.Ready ready) {
        loop.register(channel, operations, ready);
    }

    /** Ends the thread after the tasks that wait now. Idempotent. Thread: any. */
    @Override
    public void close() {
        loop.close();
    }

    private void sweep() {
        loop.schedule(this::sweep, SWEEP);
        for (var sweep : sweeps) {
            try {
                sweep.accept(now());
            } catch (Throwable e) {
                log.error("removing expired entries failed", e);
            }
        }
    }
}
