// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.camquay.rtp.Unwrapper;

/** Packets that others have overtaken, and when the server was asked for them. On the viewer's loop. */
final class Missing {
    private static final int MOST = 500;
    private static final int MOST_TRIES = 10;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final Unwrapper sequences = Unwrapper.ofSequenceNumbers();
    private final TreeMap<Long, Asked> packets = new TreeMap<>();
    private long highest = -1;
    private boolean hopeless;

    private record Asked(int times, long last) {}

    /** A packet came; true if it leaves a gap before it. */
    boolean came(int sequence, long now) {
        long number = sequences.unwrap(sequence);
        if (highest < 0) {
            highest = number - 1;
        }
        boolean gap = number > highest + 1;
        if (number - highest > MOST || packets.size() > MOST) {
            hopeless = true;
            packets.clear();
        } else {
            for (long lost = highest + 1; lost < number; lost++) {
                packets.put(lost, new Asked(0, now - AGAIN_NANOS));
            }
        }
        packets.remove(number);
        highest = Math.max(highest, number);
        return gap;
    }

    /** A packet came again, or late; true if it was missing. */
    boolean repaired(int sequence) {
        return highest >= 0 && packets.remove(sequences.unwrap(sequence)) != null;
    }

    /** Sequence numbers to ask for now. */
    int[] ask(long now) {
        if (packets.isEmpty()) {
            return new int[0];
        }
        List<Integer> wanted = new ArrayList<>();
        for (var each = packets.entrySet().iterator(); each.hasNext(); ) {
            var packet = each.next();
            var asked = packet.getValue();
            if (asked.times == MOST_TRIES) {
                each.remove();
                hopeless = true;
            } else if (now - asked.last >= AGAIN_NANOS) {
                packet.setValue(new Asked(asked.times + 1, now));
                wanted.add((int) (packet.getKey() & 0xffff));
            }
        }
        return wanted.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether something is lost for good, so that only a key frame helps; says so once. */
    boolean takeHopeless() {
        boolean was = hopeless;
        hopeless = false;
        return was;
    }
}
