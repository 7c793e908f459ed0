// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** How many equal lines, and how many lines of one logger, may be written in a minute. Thread: any. */
final class LineBudget {
    /**
     * A line that may be written.
     *
     * @param first whether it is the first of its kind in this minute
     * @param leftOut how many equal ones were left out before it
     */
    record Pass(boolean first, long leftOut) {}

    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_KINDS = 1000;
    private static final int LONGEST_KIND = 200;
    private static final Pattern VARIABLE = Pattern.compile("[^\\s(),;]*[0-9][^\\s(),;]*");

    /** Lines of one kind. */
    private static final class Count {
        long since;
        int written;
        long leftOut;
    }

    private final int perKind;
    private final int perLogger;
    private final Map<String, Count> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST_KINDS;
        }
    };

    /** {@code perKind} equal lines, {@code perLogger} lines of one logger in all. */
    LineBudget(int perKind, int perLogger) {
        this.perKind = perKind;
        this.perLogger = perLogger;
    }

    /** Returns whether a line may be written at {@code now}, in nanoseconds of any clock. */
    synchronized Optional<Pass> take(String logger, String line, long now) {
        var all = count(logger, now);
        var equal = count(logger + ' ' + kind(line), now);
        if (all.written >= perLogger || equal.written >= perKind) {
            equal.leftOut++;
            return Optional.empty();
        }
        all.written++;
        equal.written++;
        var pass = new Pass(equal.written == 1, equal.leftOut);
        equal.leftOut = 0;
        return Optional.of(pass);
    }

    private Count count(String key, long now) {
        var count = kinds.computeIfAbsent(key, unused -> {
            var fresh = new Count();
            fresh.since = now;
            return fresh;
        });
        if (now - count.since >= WINDOW) {
            count.since = now;
            count.written = 0;
        }
        return count;
    }

    /** Addresses, ports, identifiers and counts make no other kind of line. */
    private static String kind(String line) {
        String begin = line.substring(0, Math.min(line.length(), LONGEST_KIND));
        return VARIABLE.matcher(begin).replaceAll("#");
    }
}
