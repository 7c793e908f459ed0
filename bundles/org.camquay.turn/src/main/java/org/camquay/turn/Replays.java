// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camquay.stun.TransactionId;

/**
 * From where each genuine Allocate request came, as long as its nonce may be taken: the same one from another port is
 * a replay, which would use up its user's quota. The transaction id tells, since integrity covers it. Bounded; where
 * more come in that time the eldest are forgotten, which is where a server without this is all the time. Thread: any.
 */
final class Replays {
    static final int LIMIT = 16_384;

    private static final long LIFETIME =
            Duration.ofSeconds(Nonces.LIFETIME_SECONDS + 1).toNanos();

    private record Claim(InetSocketAddress client, long at) {}

    private final Map<TransactionId, Claim> claims = new LinkedHashMap<>();
    private final TurnClock clock;

    Replays(TurnClock clock) {
        this.clock = clock;
    }

    /** Whether a request is the first of its kind, or sent again from where the first came. */
    synchronized boolean claim(TransactionId id, InetSocketAddress client) {
        long now = clock.nanos().getAsLong();
        forget(now);
        var known = claims.putIfAbsent(id, new Claim(client, now));
        return known == null || known.client().equals(client);
    }

    private void forget(long now) {
        var eldest = claims.values().iterator();
        while (eldest.hasNext() && (now - eldest.next().at() > LIFETIME || claims.size() >= LIMIT)) {
            eldest.remove();
        }
    }

    synchronized int size() {
        return claims.size();
    }
}
