// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts whom a limit turned away. The log has one line a minute for each limit, however many there are. Thread: any.
 */
final class TurnedAway {
    /** A limit that can turn a peer away. */
    enum Limit {
        NOT_CONNECTED("more of one address or room were not connected yet than may be"),
        NO_CHECK("no ICE check of theirs came in time"),
        SLOW("they did not connect in time"),
        FULL("all places were taken by connected peers"),
        RESTARTS("ICE restarts came too often");

        private final String words;

        Limit(String words) {
            this.words = words;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(TurnedAway.class);
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private final Map<Limit, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Limit, Long> said = new ConcurrentHashMap<>();

    /** @param clock nanoseconds */
    TurnedAway(LongSupplier clock) {
        this.clock = clock;
    }

    /** One more; {@code detail} says who. */
    void count(Limit limit, String detail) {
        counts.computeIfAbsent(limit, same -> new LongAdder()).increment();
        long now = clock.getAsLong();
        long last = said.merge(limit, now, (before, later) -> later - before >= PAUSE ? later : before);
        if (last == now) {
            LOG.warn("peers turned away: {} since the start ({}; the last one: {})", of(limit), limit.words, detail);
        }
    }

    /** How many since the start. */
    long of(Limit limit) {
        var count = counts.get(limit);
        return count == null ? 0 : count.sum();
    }
}
