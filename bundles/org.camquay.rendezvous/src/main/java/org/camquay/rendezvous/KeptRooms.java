// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rooms whose device lost its socket, and for how long nobody else gets them. Bounded: if there are too many, the site that
 * has most of them loses its oldest one, so that a stranger who comes and goes cannot push out another's camera. Only on
 * the thread of {@link SignalingServer}.
 */
final class KeptRooms {
    /** Two minutes: a router that starts anew, or a camera that does. */
    static final long KEPT_NANOS = 120_000_000_000L;

    static final int MOST = 4096;

    private record Keeping(String site, long fromNanos) {}

    private final Map<Room, Keeping> kept = new LinkedHashMap<>(); // the oldest first

    /**
     * Keeps a room from now on.
     *
     * @param site where the device came from, see {@link Credentials#site}
     * @return the room that is no longer kept, to make room; mostly null
     */
    Room keep(Room room, String site, long nowNanos) {
        kept.remove(room);
        kept.put(room, new Keeping(site, nowNanos));
        return kept.size() > MOST ? drop() : null;
    }

    private Room drop() {
        var counts = new HashMap<String, Integer>();
        kept.values().forEach(keeping -> counts.merge(keeping.site(), 1, Integer::sum));
        var most = counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
        var oldest = kept.entrySet().stream()
                .filter(entry -> entry.getValue().site().equals(most))
                .findFirst()
                .orElseThrow()
                .getKey();
        kept.remove(oldest);
        return oldest;
    }

    /** The device is back, or will not come. */
    void release(Room room) {
        kept.remove(room);
    }

    /** For how long it is still kept; 0 if it is not. */
    long leftNanos(Room room, long nowNanos) {
        var keeping = kept.get(room);
        return keeping == null ? 0 : Math.max(0, KEPT_NANOS - (nowNanos - keeping.fromNanos()));
    }

    boolean holds(Room room) {
        return kept.containsKey(room);
    }

    /** Those whose time is over; they are no longer kept. */
    List<Room> expire(long nowNanos) {
        var over = new ArrayList<Room>();
        for (var entries = kept.entrySet().iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            if (nowNanos - entry.getValue().fromNanos() < KEPT_NANOS) {
                break;
            }
            over.add(entry.getKey());
            entries.remove();
        }
        return over;
    }
}
