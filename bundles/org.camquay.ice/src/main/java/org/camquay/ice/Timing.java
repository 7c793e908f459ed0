// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.time.Duration;

/**
 * How long an agent waits for what.
 *
 * @param pace Ta, between checks (RFC 8445 §14.2)
 * @param patience how long at least to wait for a pair to work (RFC 8863)
 * @param giveUp when to fail, however many checks are still open
 */
record Timing(Duration pace, Duration patience, Duration giveUp) {
    static final Timing DEFAULT = new Timing(Duration.ofMillis(50), Duration.ofSeconds(15), Duration.ofSeconds(30));

    /** The least Ta there may be: for the first checks and for triggered ones, so that a short way is found at once. */
    static final Duration FAST_PACE = Duration.ofMillis(5);

    /** How many checks go at the fast pace. */
    static final int FAST_CHECKS = 40;

    /** RTO of a check (RFC 8445 §14.3). */
    static final Duration CHECK_RTO = Duration.ofMillis(500);

    /** The same for a triggered check. */
    static final Duration TRIGGERED_RTO = Duration.ofMillis(200);

    /** How long the controlling side waits for a better pair after the first that works. */
    static final Duration NOMINATION_WAIT = Duration.ofMillis(50);

    /**
     * The same, while the best that works is relayed and a direct way may yet be found, plus a round trip over the
     * relay. Some peers, as Firefox, send nothing before a pair is nominated, and get no picture that long.
     */
    static final Duration RELAYED_WAIT = Duration.ofMillis(200);

    /** How much longer if the peer sends packets all the same, as Chromium does: nobody waits for this. */
    static final Duration DIRECT_WAIT = Duration.ofMillis(800);

    /** How long a peer with IPv6 is tried without a relayed IPv6 address of ours. */
    static final Duration IPV6_RELAY_WAIT = Duration.ofMillis(500);

    /** How long the old way stays open after a restart has found a new one. */
    static final Duration RETIREMENT = Duration.ofSeconds(3);

    /** A pair over which the peer gave a sign of life so lately is not asked because it is heard elsewhere too. */
    static final Duration DOUBT_PAUSE = Duration.ofMillis(500);

    /** How often the pair in use is asked when the peer is heard elsewhere. */
    static final int DOUBT_REQUESTS = 5;

    /** How long the answers to those are waited for, besides three round trips. */
    static final Duration DOUBT_PATIENCE = Duration.ofMillis(200);

    /** The same at most, however long a round trip is. */
    static final Duration DOUBT_LIMIT = Duration.ofMillis(1500);

    /** Between requests for consent, times 0.8 to 1.2 (RFC 7675 §5.1). */
    static final Duration CONSENT_INTERVAL = Duration.ofSeconds(5);

    /**
     * Between requests over a pair that does not answer any more, so that a path that comes back is found soon; until the
     * consent ends these are some 50 small packets.
     */
    static final Duration LOST_INTERVAL = Duration.ofMillis(500);

    /** After that long without an answer nothing may be sent (RFC 7675 §5.1). */
    static final Duration CONSENT_EXPIRY = Duration.ofSeconds(30);
}
