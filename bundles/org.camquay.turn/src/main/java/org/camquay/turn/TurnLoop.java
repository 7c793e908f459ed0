// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its selector. Everything a client has lives on one loop, and so needs no locks; the buffers here
 * are shared by all of it, one packet after the other.
 */
final class TurnLoop implements Executor, AutoCloseable {
    /** What is told when a channel is ready. */
    @FunctionalInterface
    interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    /** Octets before a received packet, for the header of whatever carries it on. */
    static final int HEADROOM = 64;

    private static final Logger log = LoggerFactory.getLogger(TurnLoop.class);
    private static final int PACKET = 65_536;
    private static final int RECORD = 17_408;
    private static final long SWEEP_MILLIS = 500;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long CLOSE_MILLIS = 2000;

    private final LongSupplier nanos;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<LongConsumer> sweeps = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(HEADROOM + PACKET + Integer.BYTES);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(HEADROOM + RECORD);
    private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD);
    private volatile boolean closed;
    private boolean awake;
    private long now;
    private long swept;
    private long complained;
    private long turn;

    TurnLoop(String name, LongSupplier nanos) throws IOException {
        this.nanos = nanos;
        now = nanos.getAsLong();
        swept = now;
        complained = now - COMPLAINT_NANOS;
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Thread: any. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** When this turn began. */
    long now() {
        return now;
    }

    /** Counts the turns. */
    long turn() {
        return turn;
    }

    /** An empty buffer with headroom for one packet, valid until the next is received. */
    ByteBuffer packet() {
        return packet.clear().position(HEADROOM).limit(HEADROOM + PACKET);
    }

    /** An empty buffer for what a TLS record held. */
    ByteBuffer plain() {
        return plain.clear();
    }

    /** An empty buffer for a TLS record to send. */
    ByteBuffer record() {
        return record.clear();
    }

    /** Calls {@code sweep} with the time about twice a second. */
    void sweep(LongConsumer sweep) {
        sweeps.add(sweep);
    }

    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        return channel.register(selector, operations, ready);
    }

    /** Ends the thread after the tasks that wait now. Idempotent. Thread: any but the loop. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::ready, SWEEP_MILLIS);
            } catch (IOException | RuntimeException e) {
                log.error("{}: waiting for its sockets failed", thread.getName(), e);
                // Whatever it is may last, and must not keep a core busy.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            if (!awake) {
                wake();
            }
            awake = false;
            runTasks();
            if (now - swept >= SWEEP_NANOS) {
                swept = now;
                sweeps.forEach(sweep -> run(() -> sweep.accept(now)));
            }
        }
        runTasks();
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("{}: closing its selector failed", thread.getName(), e);
        }
    }

    /** A turn begins, with the first ready channel or without any. */
    private void wake() {
        awake = true;
        turn++;
        now = nanos.getAsLong();
    }

    private void ready(SelectionKey key) {
        if (!awake) {
            wake();
        }
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (IOException | RuntimeException e) {
            // Whoever found out how to make it would else fill the disk.
            if (now - complained >= COMPLAINT_NANOS) {
                complained = now;
                log.warn("{}: a socket's packet made trouble", thread.getName(), e);
            }
        }
    }

    private void runTasks() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("{}: a task failed", thread.getName(), e);
        }
    }
}
