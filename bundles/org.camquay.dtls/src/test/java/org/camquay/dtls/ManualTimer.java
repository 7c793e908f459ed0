// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer on a time of its own. */
final class ManualTimer implements DtlsTimer {
    private record Entry(Runnable task, Duration due) {}

    private final List<Entry> entries = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        var entry = new Entry(task, now.plus(delay));
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    int pending() {
        return entries.size();
    }

    /** Moves on, stopping at each task on the way. */
    void advance(Duration by) {
        var target = now.plus(by);
        for (var next = next(); next != null && next.due.compareTo(target) <= 0; next = next()) {
            now = next.due;
            entries.remove(next);
            next.task.run();
        }
        now = target;
    }

    private Entry next() {
        return entries.stream().min(Comparator.comparing(Entry::due)).orElse(null);
    }
}
