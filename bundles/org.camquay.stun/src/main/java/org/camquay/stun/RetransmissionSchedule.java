// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.time.Duration;

/**
 * How often and how long a request is sent (RFC 8489 §6.2.1, §6.2.2).
 *
 * @param rto pause before the first retransmission, positive; doubled each time
 * @param rc how often the request is sent in all, 1 to 16
 * @param rm how many RTOs to wait after the last sending, positive
 */
public record RetransmissionSchedule(Duration rto, int rc, int rm) {
    /** Over UDP: sent at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s, given up at 39.5 s. */
    public static final RetransmissionSchedule DEFAULT = new RetransmissionSchedule(Duration.ofMillis(500), 7, 16);

    /** Over TCP and TLS: sent once, given up after 39.5 s. */
    public static final RetransmissionSchedule RELIABLE = new RetransmissionSchedule(Duration.ofMillis(39_500), 1, 1);

    public RetransmissionSchedule {
        Limits.within("RTO in ms", rto.toMillis(), 1, 3_600_000);
        Limits.within("Rc", rc, 1, 16);
        Limits.within("Rm", rm, 1, 1000);
    }

    /** The same with another RTO, as ICE computes it from its number of checks (RFC 8445 §14.3). */
    public RetransmissionSchedule withRto(Duration newRto) {
        return new RetransmissionSchedule(newRto, rc, rm);
    }

    /** Nanoseconds from sending number {@code sent}, from 1, to what follows it: the next one, or giving up. */
    long pauseAfter(int sent) {
        return sent < rc ? rto.toNanos() << sent - 1 : rto.toNanos() * rm;
    }
}
