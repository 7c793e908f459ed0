// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.camquay.api.net.EventLoop;
import org.camquay.net.Addresses;

/** Asks the system's resolver on other threads, once for all who ask at the same time, and remembers. Thread: any. */
final class CachingResolver implements HostResolver {
    /** What blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private static final long KEPT = Duration.ofMinutes(2).toNanos();
    private static final long FAILURE_KEPT = Duration.ofSeconds(5).toNanos();
    private static final int LIMIT = 256;
    private static final int ADDRESSES = 4;

    private record Entry(CompletableFuture<Resolution> answer, long asked) {}

    private final Executor work;
    private final Lookup lookup;
    private final LongSupplier clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    CachingResolver(Executor work, Lookup lookup, LongSupplier clock) {
        this.work = work;
        this.lookup = lookup;
        this.clock = clock;
    }

    @Override
    public void resolve(String host, EventLoop loop, Consumer<Resolution> found) {
        var literal = Addresses.literal(host);
        if (literal.isPresent()) {
            loop.execute(() -> found.accept(new Resolution(List.of(literal.get()), "")));
            return;
        }
        entry(host).answer().thenAcceptAsync(found, loop);
    }

    private Entry entry(String host) {
        var known = entries.get(host);
        if (known != null && isFresh(known)) {
            return known;
        }
        if (entries.size() >= LIMIT) {
            entries.values().removeIf(entry -> !isFresh(entry));
        }
        var entry = new Entry(new CompletableFuture<>(), clock.getAsLong());
        if (entries.size() < LIMIT) {
            entries.put(host, entry);
        }
        try {
            work.execute(() -> entry.answer().complete(ask(host)));
        } catch (RejectedExecutionException e) {
            entry.answer().complete(new Resolution(List.of(), "too many names are being looked up"));
        }
        return entry;
    }

    private boolean isFresh(Entry entry) {
        boolean failed =
                entry.answer().isDone() && !entry.answer().join().failure().isEmpty();
        return clock.getAsLong() - entry.asked() < (failed ? FAILURE_KEPT : KEPT);
    }

    private Resolution ask(String host) {
        try {
            return new Resolution(byTurns(lookup.lookUp(host)), "");
        } catch (UnknownHostException e) {
            return new Resolution(
                    List.of(), "its name " + host + " is not known (DNS): check it, and this machine's name server");
        } catch (Throwable e) {
            return new Resolution(List.of(), "its name " + host + " could not be looked up: " + e.getMessage());
        }
    }

    private static List<InetAddress> byTurns(InetAddress... all) {
        var mixed = new ArrayList<InetAddress>();
        var six = new ArrayList<InetAddress>();
        for (var address : all) {
            (address instanceof Inet6Address ? six : mixed).add(address);
        }
        for (int i = 0; i < six.size(); i++) {
            mixed.add(Math.min(mixed.size(), 2 * i + 1), six.get(i));
        }
        return List.copyOf(mixed.subList(0, Math.min(ADDRESSES, mixed.size())));
    }
}
