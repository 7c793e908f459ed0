// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Services that come and go, found by a key they claim; the highest ranking wins, then the oldest. Thread: any. */
final class Ranked<T> {
    private record Entry<T>(T service, int ranking, long id, Set<String> keys) {}

    private final String property;
    private final List<Entry<T>> entries = new CopyOnWriteArrayList<>();

    /** Keys are the values of that service property, in any letter case. */
    Ranked(String property) {
        this.property = property;
    }

    /** Adds a service, or takes its new properties. Returns what it claims. */
    synchronized Set<String> put(T service, Map<String, ?> properties) {
        remove(service);
        int ranking = properties.get("service.ranking") instanceof Integer number ? number : 0;
        long id = properties.get("service.id") instanceof Long number ? number : Long.MAX_VALUE;
        var entry = new Entry<>(service, ranking, id, keys(properties.get(property)));
        entries.add(entry);
        return entry.keys();
    }

    synchronized void remove(T service) {
        entries.removeIf(entry -> entry.service() == service);
    }

    boolean contains(T service) {
        return entries.stream().anyMatch(entry -> entry.service() == service);
    }

    Optional<T> best(String key) {
        return best(key, service -> true);
    }

    /** The best of those that {@code takes} takes. */
    Optional<T> best(String key, Predicate<T> takes) {
        String wanted = key.toLowerCase(Locale.ROOT);
        Comparator<Entry<T>> order = Comparator.comparingInt(e -> -e.ranking());
        return entries.stream()
                .filter(entry -> entry.keys().contains(wanted) && takes.test(entry.service()))
                .min(order.thenComparingLong(Entry::id))
                .map(Entry::service);
    }

    Set<String> keys() {
        return entries.stream().flatMap(entry -> entry.keys().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> keys(Object value) {
        Stream<?> values = Stream.of();
        if (value instanceof Object[] array) {
            values = Arrays.stream(array);
        } else if (value instanceof Collection<?> collection) {
            values = collection.stream();
        } else if (value != null) {
            values = Stream.of(value);
        }
        return values.map(v -> v.toString().toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
