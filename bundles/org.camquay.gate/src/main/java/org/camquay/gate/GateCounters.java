// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.camquay.api.control.CounterEntry;

/** How many requests were let in, and how many refused by which check. Thread: any. */
final class GateCounters {
    private final AtomicLongArray refused = new AtomicLongArray(Check.values().length + 1);

    void admitted() {
        refused.incrementAndGet(Check.values().length);
    }

    void refused(Check check) {
        refused.incrementAndGet(check.ordinal());
    }

    List<CounterEntry> entries() {
        var entries = new ArrayList<CounterEntry>();
        entries.add(new CounterEntry("admitted", refused.get(Check.values().length)));
        for (var check : Check.values()) {
            entries.add(new CounterEntry(check.label(), refused.get(check.ordinal())));
        }
        return entries;
    }
}
