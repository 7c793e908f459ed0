// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * Whether nothing gets through: packets were sent, and of none it was heard that it arrived. Times are nanoseconds.
 */
final class Silence {
    /**
     * Consent ends after 30 s without an answer (RFC 7675 §5.1), and the connection with it: as long as there is one after
     * that, it is only the reports that have ended.
     */
    static final long CONSENT = 35_000_000_000L;

    private static final long NOTHING = Long.MIN_VALUE;

    /** A longer time in which nobody looked counts as that much: then this side was asleep, and has not read what it was told. */
    private static final long ASLEEP = 200_000_000;

    /** When the oldest packet was sent of those after the last arrival that was heard of. */
    private long waitingSince = NOTHING;

    private long lookedAt = NOTHING;

    void sent(long now) {
        look(now);
        if (waitingSince == NOTHING) {
            waitingSince = now;
        }
    }

    /** A packet has arrived. */
    void heard() {
        waitingSince = NOTHING;
    }

    /** Whether so long, since something was sent, nothing was heard. */
    boolean is(long longest, long now) {
        look(now);
        return waitingSince != NOTHING && now - waitingSince > longest;
    }

    private void look(long now) {
        if (waitingSince != NOTHING && now - lookedAt > ASLEEP) {
            waitingSince += now - lookedAt - ASLEEP;
        }
        lookedAt = now;
    }

    /** When the first packet was sent that was not heard of; only while something is waited for. */
    long since() {
        return waitingSince;
    }
}
