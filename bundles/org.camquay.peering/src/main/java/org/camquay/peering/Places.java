// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camquay.api.peer.PeerId;

/**
 * Who has a place here, and who makes room for whom. Whoever is connected keeps the place. Those who are not connected yet
 * are a few of each {@link Crowd}, whose oldest goes first; and if all places are taken, the oldest of the largest crowd
 * goes. So offers that nobody means never keep an honest viewer out, from however many addresses they come. Policy, without
 * deeds. Thread: any.
 */
final class Places {
    /**
     * What came of an arrival.
     *
     * @param admitted whether it has a place
     * @param leaving those who have lost theirs to it
     */
    record Arrival(boolean admitted, List<PeerId> leaving) {}

    private final Map<PeerId, Crowd> waiting = new LinkedHashMap<>();
    private final Map<Crowd, Integer> sizes = new HashMap<>();
    private final Set<PeerId> connected = new HashSet<>();
    private int most;

    /** @param most peers in all, at least 1 */
    Places(int most) {
        this.most = most;
    }

    /** More or fewer from now on; nobody loses a place at once. */
    synchronized void most(int newMost) {
        most = newMost;
    }

    /** A peer arrives, and is not connected yet. */
    synchronized Arrival arrive(PeerId id, Crowd crowd) {
        if (connected.size() >= most) {
            return new Arrival(false, List.of());
        }
        var leaving = new ArrayList<PeerId>();
        while (sizes.getOrDefault(crowd, 0) >= crowd.limit()) {
            leaving.add(leave(oldest(crowd)));
        }
        while (!waiting.isEmpty() && connected.size() + waiting.size() >= most) {
            leaving.add(leave(oldest(largest())));
        }
        waiting.put(id, crowd);
        sizes.merge(crowd, 1, Integer::sum);
        return new Arrival(true, leaving);
    }

    /** It is connected; one that has lost its place meanwhile does not get it back. */
    synchronized void connected(PeerId id) {
        if (waiting.containsKey(id)) {
            connected.add(leave(id));
        }
    }

    /** It has gone. Idempotent. */
    synchronized void gone(PeerId id) {
        if (!connected.remove(id)) {
            leave(id);
        }
    }

    /** How many wait to be connected. */
    synchronized int waiting() {
        return waiting.size();
    }

    private PeerId leave(PeerId id) {
        Optional.ofNullable(waiting.remove(id))
                .ifPresent(crowd -> sizes.computeIfPresent(crowd, (same, size) -> size == 1 ? null : size - 1));
        return id;
    }

    private PeerId oldest(Crowd crowd) {
        return waiting.entrySet().stream()
                .filter(entry -> entry.getValue().equals(crowd))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Of several that are as large, the one that has waited longest. */
    private Crowd largest() {
        Crowd largest = null;
        for (var crowd : waiting.values()) {
            if (largest == null || sizes.get(crowd) > sizes.get(largest)) {
                largest = crowd;
            }
        }
        return largest;
    }
}
