// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.camquay.api.net.Site;

/**
 * One {@link TokenBucket} for each address, in bounded memory. IPv6 counts by /64 ({@link Site}). Buckets that are full again are forgotten; if there are too many others, the one that was used longest ago goes.
 * Thread: any.
 */
public final class RateLimit {
    private final double perSecond;
    private final double burst;
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param perSecond what one address may do, in any unit
     * @param burst what it may do at once
     * @param most how many addresses are remembered
     */
    public RateLimit(double perSecond, double burst, int most, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** Charges an address; 0 when it may, else after how many seconds it may again. */
    public synchronized int take(String address, double cost) {
        long now = nanoTime.getAsLong();
        var bucket = bucket(address, now);
        return bucket.take(cost, now) ? 0 : bucket.secondsUntil(cost, now);
    }

    /** Charges an address for what is refused anyway. */
    public synchronized void drain(String address, double cost) {
        long now = nanoTime.getAsLong();
        bucket(address, now).drain(cost, now);
    }

    synchronized int size() {
        return buckets.size();
    }

    private TokenBucket bucket(String address, long now) {
        var bucket = buckets.computeIfAbsent(Site.nameOf(address), key -> new TokenBucket(perSecond, burst, now));
        var eldest = buckets.values().iterator();
        // Two a call are more than can come, so that the map shrinks while it is used.
        for (int i = 0; i < 2 && buckets.size() > 1; i++) {
            var candidate = eldest.next();
            if (candidate != bucket && (candidate.isFull(now) || buckets.size() > most)) {
                eldest.remove();
            } else {
                break;
            }
        }
        return bucket;
    }
}
