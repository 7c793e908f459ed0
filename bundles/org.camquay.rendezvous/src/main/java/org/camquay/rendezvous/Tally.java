// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often each limit was reached, and says so in the log at most once in ten seconds for each limit, so that
 * nobody can fill the log. Thread: any.
 */
final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private static final class Count {
        final AtomicLong all = new AtomicLong();
        final AtomicLong told = new AtomicLong();
        final AtomicLong toldNanos = new AtomicLong();
    }

    private final LongSupplier nanoTime;
    private final Map<Limit, Count> counts = new EnumMap<>(Limit.class);

    Tally(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (var limit : Limit.values()) {
            counts.put(limit, new Count());
        }
    }

    /** @param subject who reached the limit, without secrets */
    void count(Limit limit, Object subject) {
        var count = counts.get(limit);
        var all = count.all.incrementAndGet();
        var now = nanoTime.getAsLong();
        var last = count.toldNanos.get();
        var due = count.told.get() == 0 || now - last >= PAUSE_NANOS;
        if (due && count.toldNanos.compareAndSet(last, now)) {
            LOG.warn("limit reached: {} ({}; {} since the last line)", limit, subject, all - count.told.get());
            count.told.set(all);
        }
    }

    /** How often a limit was reached since the start. */
    long of(Limit limit) {
        return counts.get(limit).all.get();
    }
}
