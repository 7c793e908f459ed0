// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The timers of one loop, the first of which is the one that cannot wait any longer. On the loop, but for {@link #onCancel}. */
final class Timers {
    /** To look for fewer cancelled ones costs more than to keep them. */
    private static final int FEW = 64;

    private final PriorityQueue<NetTimer> waiting = new PriorityQueue<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    /** Adds one; lets go of the cancelled ones when they are most of what waits. */
    void add(NetTimer timer) {
        waiting.add(timer);
        int gone = cancelled.get();
        if (gone > FEW && 2 * gone > waiting.size()) {
            cancelled.addAndGet(-gone);
            waiting.removeIf(NetTimer::isCancelled);
        }
    }

    /** Another one was cancelled. Thread: any. */
    void onCancel() {
        cancelled.incrementAndGet();
    }

    /** How many wait, with those that were cancelled and are still here. */
    int size() {
        return waiting.size();
    }

    /** Nanoseconds from {@code now} until a timer cannot wait any longer; the largest number if there is none. */
    long left(long now) {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().latest() - now;
    }

    /**
     * Takes the task of a timer that is due; null if none is. One with slack waits behind one that is not due yet; when it
     * cannot wait any longer, it is the first.
     */
    Runnable due(long now) {
        while (!waiting.isEmpty() && waiting.peek().due() - now <= 0) {
            var task = waiting.poll().take();
            if (task != null) {
                return task;
            }
            cancelled.decrementAndGet();
        }
        return null;
    }
}
