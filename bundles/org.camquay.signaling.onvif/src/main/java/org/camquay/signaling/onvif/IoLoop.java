// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thread {@code signaling-io}, which has the sockets of all channels and waits for nothing else. It begins with the first task. */
final class IoLoop implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(IoLoop.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private Selector selector;
    private boolean closed;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        selector().wakeup();
    }

    private synchronized Selector selector() {
        if (closed) {
            throw new RejectedExecutionException("the signaling backend is stopped");
        }
        if (selector == null) {
            try {
                selector = Selector.open();
            } catch (IOException e) {
                throw new RejectedExecutionException("no sockets can be had: " + e.getMessage(), e);
            }
            var thread = new Thread(() -> run(selector), "signaling-io");
            thread.setDaemon(true);
            thread.start();
        }
        return selector;
    }

    /** Has {@code ready} run on this loop whenever the channel can do one of {@code operations}. On this loop. */
    SelectionKey register(SelectableChannel channel, int operations, Runnable ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector(), operations, ready);
    }

    private void run(Selector own) {
        while (!isClosed()) {
            guarded(() -> turn(own));
        }
        guarded(() -> end(own));
    }

    private void turn(Selector own) {
        try {
            own.select(key -> guarded((Runnable) key.attachment()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private static void end(Selector own) {
        try (own) {
            for (var key : own.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            LOG.debug("closing sockets failed: signaling-io", e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What one socket does must not end the others. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("handling a socket failed: signaling-io", e);
        }
    }

    /** Ends the thread, and with it every socket. Idempotent. */
    synchronized void close() {
        closed = true;
        if (selector != null) {
            selector.wakeup();
        }
    }
}
