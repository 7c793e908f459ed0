// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.camquay.api.net.Site;
import org.camquay.http.connector.Held.Line;
import org.camquay.http.connector.Held.Verdict;

/**
 * The open connections, and which one has to go when there are too many or one takes too long. A new connection always
 * comes in while there is another that waits for its client: so strangers who hold connections keep nobody out. Thread:
 * any.
 */
final class Connections {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    private final LongSupplier nanoTime;
    private final Map<String, Set<Held>> byAddress = new HashMap<>();
    private final Map<Verdict, Long> ended = new EnumMap<>(Verdict.class);
    private volatile Limits limits;
    private int open;
    private long displaced;

    Connections(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Other limits from now on; nobody is closed for it who is within them. */
    void setLimits(Limits changed) {
        limits = changed;
    }

    Limits limits() {
        return limits;
    }

    /** A connection has come, and does not count yet. */
    Held held(InetAddress from, Line line) {
        return new Held(line, Site.of(from).toString(), limits.exempt().contains(from.getHostAddress()), nanoTime);
    }

    /** It counts from now on; another may have to go for it, or this one. */
    void opened(Held held) {
        Optional<Held> leaving;
        synchronized (this) {
            var own = byAddress.computeIfAbsent(held.address, address -> new LinkedHashSet<>());
            own.add(held);
            open++;
            leaving = excess(held, own);
            leaving.ifPresent(this::closed);
            displaced += leaving.isPresent() ? 1 : 0;
        }
        leaving.ifPresent(one -> {
            if (one == held || one.isBetweenRequests()) {
                one.line.refuse(UNAVAILABLE);
            } else {
                one.line.close();
            }
        });
    }

    /** The connection is closed, or speaks another protocol from now on. Idempotent. */
    synchronized void closed(Held held) {
        var own = byAddress.get(held.address);
        if (own != null && own.remove(held)) {
            open--;
            if (own.isEmpty()) {
                byAddress.remove(held.address);
            }
        }
    }

    /** Ends the connections whose clients take too long; returns how many. */
    int sweep() {
        List<Held> all;
        synchronized (this) {
            all = byAddress.values().stream().flatMap(Set::stream).toList();
        }
        int late = 0;
        for (var held : all) {
            var verdict = held.judge(limits);
            if (verdict != Verdict.KEEP) {
                late++;
                synchronized (this) {
                    ended.merge(verdict, 1L, Long::sum);
                }
                end(held, verdict);
            }
        }
        return late;
    }

    private static void end(Held held, Verdict verdict) {
        if (verdict == Verdict.LATE_HEAD) {
            held.line.refuse(REQUEST_TIMEOUT);
        } else {
            held.line.close();
        }
    }

    /** How many are open. */
    synchronized int open() {
        return open;
    }

    /** How many had to go for a newer one, or could not come in. */
    synchronized long displaced() {
        return displaced;
    }

    /** How many took too long in that way. */
    synchronized long ended(Verdict verdict) {
        return ended.getOrDefault(verdict, 0L);
    }

    private Optional<Held> excess(Held newest, Set<Held> own) {
        if (own.size() > limits.perAddress() && !newest.exempt) {
            return Optional.of(leastMissed(own.stream(), newest));
        }
        if (open <= limits.connections()) {
            return Optional.empty();
        }
        int most = byAddress.values().stream().mapToInt(Set::size).max().orElse(0);
        var fullest = new ArrayList<Held>();
        byAddress.values().stream().filter(set -> set.size() == most).forEach(fullest::addAll);
        return Optional.of(leastMissed(fullest.stream(), newest));
    }

    /** The oldest without a request; else the oldest that the server waits for; else the newest. */
    private static Held leastMissed(Stream<Held> candidates, Held newest) {
        return candidates
                .filter(held -> held != newest && held.waitsForClient())
                .min(Comparator.comparing((Held held) -> !held.isBetweenRequests())
                        .thenComparing(Held::since, (a, b) -> Long.signum(a - b)))
                .orElse(newest);
    }
}
