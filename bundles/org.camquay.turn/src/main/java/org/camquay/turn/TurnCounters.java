// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.camquay.api.control.CounterEntry;

/** What happened since the server started. Thread: any. */
final class TurnCounters {
    private final LongAdder[] counts = new LongAdder[Count.values().length];

    TurnCounters() {
        Arrays.setAll(counts, i -> new LongAdder());
    }

    void increment(Count count) {
        counts[count.ordinal()].increment();
    }

    void add(Count count, long amount) {
        counts[count.ordinal()].add(amount);
    }

    long get(Count count) {
        return counts[count.ordinal()].sum();
    }

    /** All, also those that are zero, so that an operator sees what is counted. */
    List<CounterEntry> entries() {
        return Arrays.stream(Count.values())
                .map(count -> new CounterEntry(count.label(), get(count)))
                .toList();
    }

    /** All that is not zero, as "3 bindings, 2 allocations". */
    @Override
    public String toString() {
        var text = Arrays.stream(Count.values())
                .filter(count -> get(count) != 0)
                .map(count -> get(count) + " " + count.label())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "nothing happened" : text;
    }
}
