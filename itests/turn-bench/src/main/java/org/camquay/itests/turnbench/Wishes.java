// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to measure.
 *
 * @param allocations that carry the load
 * @param rate packets per second each way, of all together
 * @param size octets of each
 * @param seconds of a round
 * @param rounds of each server
 * @param warmup seconds before the first round
 * @param held allocations at once, for the memory
 * @param require least ratio in percent, for the exit status
 */
record Wishes(int allocations, int rate, int size, int seconds, int rounds, int warmup, int held, int require) {
    static final Wishes DEFAULT = new Wishes(50, 15_000, 1000, 3, 11, 10, 1000, 0);

    static final String USAGE = """
            camquay bench --turn [allocations=N] [rate=PACKETS_PER_SECOND] [size=OCTETS] [seconds=S] [rounds=N]
                                 [warmup=S] [held=ALLOCATIONS] [require=PERCENT]
            """;

    /**
     * Reads {@code name=number} words.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Wishes parse(List<String> words) {
        var given = new HashMap<String, Integer>();
        for (String word : words) {
            if (!word.matches("[a-z]+=\\d{1,7}")) {
                throw new IllegalArgumentException("'" + word + "' is not name=number");
            }
            int sign = word.indexOf('=');
            given.put(word.substring(0, sign), Integer.parseInt(word.substring(sign + 1)));
        }
        var wishes = new Wishes(
                take(given, "allocations", DEFAULT.allocations),
                take(given, "rate", DEFAULT.rate),
                take(given, "size", DEFAULT.size),
                take(given, "seconds", DEFAULT.seconds),
                take(given, "rounds", DEFAULT.rounds),
                take(given, "warmup", DEFAULT.warmup),
                take(given, "held", DEFAULT.held),
                take(given, "require", DEFAULT.require));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + String.join(", ", given.keySet()));
        } else if (Math.min(wishes.allocations, wishes.rounds) < 1 || wishes.seconds < 1 || wishes.size > 1400) {
            throw new IllegalArgumentException(
                    "at least one allocation, round and second, and at most 1400 octets, please");
        }
        return wishes;
    }

    private static int take(Map<String, Integer> given, String name, int otherwise) {
        var value = given.remove(name);
        return value == null ? otherwise : value;
    }
}
