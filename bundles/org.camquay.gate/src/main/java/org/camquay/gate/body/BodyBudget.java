// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The bodies in memory that are not whole yet. If they are too much, the largest has to go. Thread: any. */
final class BodyBudget {
    private final long mostBytes;
    private final Set<IncomingBody> open = ConcurrentHashMap.newKeySet();

    BodyBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void add(IncomingBody body) {
        open.add(body);
    }

    void remove(IncomingBody body) {
        open.remove(body);
    }

    /** One has grown. */
    void onGrowth() {
        while (open.stream().mapToLong(IncomingBody::kept).sum() > mostBytes) {
            open.stream().max(Comparator.comparingInt(IncomingBody::kept)).ifPresent(IncomingBody::displace);
        }
    }

    /** How many are open. */
    int open() {
        return open.size();
    }
}
