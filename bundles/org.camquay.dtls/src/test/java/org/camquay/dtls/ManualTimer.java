// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer on a time of its own. Thread: any; tasks run in that of {@link #advance}. */
final class ManualTimer implements DtlsTimer {
    private record Entry(Runnable task, Duration due) {}

    private final List<Entry> entries = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public synchronized Runnable schedule(Runnable task, Duration delay) {
        var entry = new Entry(task, now.plus(delay));
        entries.add(entry);
        return () -> remove(entry);
    }

    synchronized int pending() {
        return entries.size();
    }

    /** Moves on, stopping at each task on the way. */
    void advance(Duration by) {
        var target = now.plus(by);
        for (var next = next(target); next != null; next = next(target)) {
            next.task.run();
        }
    }

    private synchronized Entry next(Duration target) {
        var next = entries.stream().min(Comparator.comparing(Entry::due)).orElse(null);
        if (next == null || next.due.compareTo(target) > 0) {
            now = target;
            return null;
        }
        now = next.due;
        entries.remove(next);
        return next;
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }
}
