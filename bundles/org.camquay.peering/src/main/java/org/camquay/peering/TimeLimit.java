// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camquay.api.ice.IceServer;

/** Until when the credentials of TURN servers are good, and when to ask for others. */
final class TimeLimit {
    /** The TURN REST form of a user name: seconds since 1970, and what the server's owner likes. */
    private static final Pattern REST = Pattern.compile("(\\d{9,11})(:.*)?");

    /** For credentials that do not say: a third of what time-limited ones usually last. */
    static final Duration UNKNOWN = Duration.ofMinutes(20);

    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    /** Asked for again at least so often: whoever says "for ever" may still change its mind, or its servers. */
    static final Duration LONGEST = Duration.ofDays(1);

    /** A timer's range; who may watch until the year 9999 may watch for ever. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private TimeLimit() {}

    /** When the first of them runs out, as far as they say so. */
    static Optional<Instant> of(List<IceServer> servers) {
        return servers.stream()
                .map(server -> REST.matcher(server.username()))
                .filter(name -> name.matches())
                .map(name -> Instant.ofEpochSecond(Long.parseLong(name.group(1))))
                .min(Comparator.naturalOrder());
    }

    /** How long to wait before asking for others: a quarter of the time is left then, 5 minutes at most. */
    static Duration renewAfter(List<IceServer> servers, Instant now) {
        var left = of(servers).map(end -> Duration.between(now, end)).orElse(Duration.ZERO);
        if (left.isNegative() || left.isZero()) {
            return UNKNOWN; // over already: a clock is wrong, or the provider has none that are good
        }
        var quarter = left.dividedBy(4);
        var due = left.minus(quarter.compareTo(EARLY) < 0 ? quarter : EARLY);
        var longest = due.compareTo(LONGEST) > 0 ? LONGEST : due;
        return longest.compareTo(SHORTEST) < 0 ? SHORTEST : longest;
    }

    /** Returns for how long a timer waits for a moment: nothing if it has passed, and never more than a timer can. */
    static long nanosUntil(Instant moment, Instant now) {
        var left = Duration.between(now, moment);
        var bounded = left.compareTo(FOR_EVER) > 0 ? FOR_EVER : left;
        return bounded.isNegative() ? 0 : bounded.toNanos();
    }
}
