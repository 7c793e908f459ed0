// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.camquay.api.net.Site;

/**
 * So many per second of each source address (IPv6: of each /64), twice that at once. Sources share a fixed number of
 * buckets by a secret hash, so that spoofed ones cost no memory.
 */
final class RateLimiter {
    private static final int BUCKETS = 1 << 12;

    private final float perNano;
    private final float burst;
    private final float[] tokens = new float[BUCKETS];
    private final long[] filled = new long[BUCKETS];
    private final long seed = ThreadLocalRandom.current().nextLong() | 1;

    RateLimiter(int perSecond, long now) {
        perNano = perSecond / 1e9f;
        burst = 2f * perSecond;
        Arrays.fill(tokens, burst);
        Arrays.fill(filled, now);
    }

    boolean take(InetAddress source, long now) {
        int bucket = bucket(source);
        float available = Math.min(burst, tokens[bucket] + (now - filled[bucket]) * perNano);
        filled[bucket] = now;
        tokens[bucket] = available < 1 ? available : available - 1;
        return available >= 1;
    }

    private int bucket(InetAddress source) {
        long bits = Site.of(source).bits();
        long mixed = (bits ^ seed) * 0x9E3779B97F4A7C15L;
        return (int) ((mixed ^ mixed >>> 29) * seed >>> 40) & BUCKETS - 1;
    }
}
