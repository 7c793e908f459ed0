// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.camquay.api.net.EventLoop;
import org.camquay.tls.TlsBuffers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread with its selector, tasks and timers. Thread: any, but for what says otherwise. */
public final class NetLoop implements EventLoop, AutoCloseable {
    /** What is told when a channel is ready; on the loop. */
    @FunctionalInterface
    public interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    /** What the thread waits for, so what wakes it. */
    private enum Sleep {
        NONE,
        SELECTING,
        RESTING
    }

    private record Watch(Ready ready, long slack) {}

    /** Tasks that may wait; beyond, {@link #execute} refuses. */
    public static final int TASK_LIMIT = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(NetLoop.class);
    private static final int MANY_TASKS = 1 << 14;
    private static final int TASKS_PER_TURN = 1024;
    private static final long WARN_PAUSE = TimeUnit.MINUTES.toNanos(1);
    private static final long CLOSE_MILLIS = 1000;
    /** Eight packets are worth a wait for the next picture. */
    private static final long REST_OF_EACH = TimeUnit.MILLISECONDS.toNanos(5);

    /** The largest datagram, and around it room for the headers of whatever carries it on. */
    private static final int BUFFER = 65_536 + 128;

    private final Selector selector;
    private final LoopThread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<Sleep> sleep = new AtomicReference<>(Sleep.NONE);
    private final Rest rest;
    private final Timers timers = new Timers();
    private final ByteBuffer receiveBuffer = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(BUFFER);
    private TlsBuffers tlsBuffers;
    private volatile boolean closed;
    private long warned = System.nanoTime() - WARN_PAUSE;
    private long complained = warned;
    private long turn;

    /** Starts the loop's thread. */
    public NetLoop(String name) throws IOException {
        this(name, REST_OF_EACH);
    }

    /** The same, with so many nanoseconds of rest for each packet that was there. */
    NetLoop(String name, long restOfEach) throws IOException {
        this(name, restOfEach, Selector.open());
    }

    /** The same, with a selector that is closed with the loop. */
    NetLoop(String name, long restOfEach, Selector selector) {
        rest = new Rest(restOfEach);
        this.selector = selector;
        thread = new LoopThread(this::run, name);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            log.debug("{}: a task came after the end", thread.getName());
            return;
        }
        if (waiting.incrementAndGet() > TASK_LIMIT) {
            waiting.decrementAndGet();
            throw new RejectedExecutionException(thread.getName() + " has " + TASK_LIMIT + " tasks waiting");
        }
        tasks.add(task);
        if (!LoopThread.wakesLater(this)) {
            wake();
        }
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos, long slackNanos) {
        var timer = new NetTimer(timers, task, nanoTime() + Math.max(0, delayNanos), slackNanos);
        if (inLoop()) {
            timers.add(timer);
        } else {
            execute(() -> timers.add(timer));
        }
        return timer;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Watches a non-blocking channel for {@code operations} until it is closed. */
    public void register(SelectableChannel channel, int operations, Ready ready) {
        register(channel, operations, ready, 0);
    }

    /**
     * As {@link #register(SelectableChannel, int, Ready)}, but when it was ready, no channel is looked at for
     * {@code slackNanos} unless one without slack was ready as well. Tasks and timers do not wait.
     */
    void register(SelectableChannel channel, int operations, Ready ready, long slackNanos) {
        execute(() -> {
            try {
                channel.register(selector, operations, new Watch(ready, slackNanos));
            } catch (IOException e) {
                log.debug("{}: a channel was closed before it was watched", thread.getName());
            }
        });
    }

    /** So many packets were there for a channel that was ready; on the loop. */
    void received(int packets, long slackNanos) {
        if (slackNanos > 0) {
            rest.received(packets);
        }
    }

    /** For so long, channels are looked at within {@code slackNanos}, whatever their slack. Thread: any. */
    void attend(long nanos, long slackNanos) {
        rest.attend(nanoTime(), nanos, slackNanos);
        if (!inLoop()) {
            wake(); // it may have begun a longer rest
        }
    }

    /** Counts how often the loop looked at its channels; on the loop. */
    public long turn() {
        return turn;
    }

    /** How many timers wait, with those that were cancelled and are still there; on the loop. */
    int timers() {
        return timers.size();
    }

    /** What all channels of this loop read into, one after the other; on the loop. */
    public ByteBuffer receiveBuffer() {
        return receiveBuffer.clear();
    }

    /** What is put together before it is sent at once; on the loop. */
    public ByteBuffer sendBuffer() {
        return sendBuffer.clear();
    }

    /** What all TLS of this loop is read into and put together in; on the loop. */
    public TlsBuffers tlsBuffers() {
        if (tlsBuffers == null) {
            tlsBuffers = new TlsBuffers();
        }
        return tlsBuffers;
    }

    /** Ends the thread after the tasks that wait now, and closes what it watched. Idempotent. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        LockSupport.unpark(thread);
        if (!inLoop()) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void wake() {
        var what = sleep.get();
        if (what != Sleep.NONE && sleep.compareAndSet(what, Sleep.NONE)) {
            if (what == Sleep.RESTING) {
                LockSupport.unpark(thread);
            } else {
                selector.wakeup();
            }
        }
    }

    private void run() {
        while (!closed) {
            try {
                select();
                runTasks();
                runTimers();
            } catch (Throwable e) {
                onFailedTurn(e);
            }
        }
        while (!tasks.isEmpty()) {
            runTasks();
        }
        try {
            for (var key : selector.keys()) {
                key.channel().close(); // nobody would see to it anymore
            }
            selector.close();
        } catch (IOException e) {
            log.debug("{}: closing its selector failed", thread.getName(), e);
        }
    }

    /** All viewers of this loop depend on its thread: nothing ends it, be it an error of the log itself. */
    private void onFailedTurn(Throwable failure) {
        try {
            thread.received();
            log.error("waiting for sockets failed: {}", thread.getName(), failure);
        } catch (Throwable e) {
            failure.addSuppressed(e); // most likely there is no memory to say so
        }
        // Whatever it is may last, and must not keep a core busy.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }

    private void select() throws IOException {
        turn++;
        long now = nanoTime();
        long left = rest.left(now);
        boolean resting = left > 0;
        sleep.set(resting ? Sleep.RESTING : Sleep.SELECTING);
        long nanos = timers.left(now);
        boolean busy = closed || nanos <= 0 || !tasks.isEmpty();
        if (resting && !busy) {
            LockSupport.parkNanos(Math.min(left, nanos));
        }
        if (resting || busy) {
            // Awake, whether for something else or at the end of the rest: tasks that come now need not wake it.
            sleep.set(Sleep.NONE);
            // A picture first: it goes out before what others have to say about those before.
            runTasks();
            runTimers();
            selector.selectNow(this::ready);
        } else if (nanos == Long.MAX_VALUE) {
            selector.select(this::ready);
        } else {
            // Rounded up: better late by less than a millisecond than awake for it.
            selector.select(this::ready, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        sleep.set(Sleep.NONE);
        thread.received();
    }

    private void ready(SelectionKey key) {
        thread.receives();
        var watch = (Watch) key.attachment();
        rest.ready(nanoTime(), watch.slack);
        try {
            watch.ready.ready(key);
        } catch (Throwable e) {
            // Somebody who found out how to make it happen would otherwise fill the disk.
            if (nanoTime() - complained > WARN_PAUSE) {
                complained = nanoTime();
                log.error("handling a packet failed: {}", thread.getName(), e);
            }
        }
    }

    private void runTasks() {
        int many = waiting.get();
        if (many > MANY_TASKS && nanoTime() - warned > WARN_PAUSE) {
            warned = nanoTime();
            log.warn("event loop overloaded: {} ({} tasks queued)", thread.getName(), many);
        }
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            var task = tasks.poll();
            if (task == null) {
                return;
            }
            waiting.decrementAndGet();
            run(task);
        }
    }

    private void runTimers() {
        long now = nanoTime();
        for (var task = timers.due(now); task != null; task = timers.due(now)) {
            run(task);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("task failed: {}", thread.getName(), e);
        }
    }
}
