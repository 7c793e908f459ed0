// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import org.camquay.gate.TokenBucket;

/**
 * How much the two ends of one session may say to each other: candidates, offers, fresh credentials, and wishes for an ICE
 * restart. A session needs some ten candidates of each end, and as many again after a restart. Pure. Thread: its owner's.
 */
final class SessionCalls {
    private static final double CANDIDATES = 40;
    private static final double CANDIDATES_PER_SECOND = 1;
    private static final double RESTARTS = 3;
    private static final double RESTARTS_PER_SECOND = 0.1;
    private static final double OFFERS = 8;
    private static final double OFFERS_PER_SECOND = 0.2;

    private final TokenBucket viewersCandidates = new TokenBucket(CANDIDATES_PER_SECOND, CANDIDATES, 0);
    private final TokenBucket devicesCandidates = new TokenBucket(CANDIDATES_PER_SECOND, CANDIDATES, 0);
    private final TokenBucket restarts = new TokenBucket(RESTARTS_PER_SECOND, RESTARTS, 0);
    private final TokenBucket offers = new TokenBucket(OFFERS_PER_SECOND, OFFERS, 0);
    private final TokenBucket servers = new TokenBucket(OFFERS_PER_SECOND, OFFERS, 0);
    private boolean told;

    /** A candidate, or another remark that ends nothing. */
    boolean candidate(boolean ofViewer, long nowNanos) {
        return (ofViewer ? viewersCandidates : devicesCandidates).take(1, nowNanos);
    }

    boolean restart(long nowNanos) {
        return restarts.take(1, nowNanos);
    }

    boolean offer(long nowNanos) {
        return offers.take(1, nowNanos);
    }

    boolean iceServers(long nowNanos) {
        return servers.take(1, nowNanos);
    }

    /** True once: whoever sends too many candidates hears so a single time. */
    boolean tell() {
        var first = !told;
        told = true;
        return first;
    }
}
