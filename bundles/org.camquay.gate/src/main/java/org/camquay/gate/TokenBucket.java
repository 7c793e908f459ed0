// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

/**
 * How much may be done at a sustained rate with bursts. Told the time, so that it can be tried without waiting. Thread: its
 * owner's.
 */
public final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private double tokens;
    private long filledNanos;

    /**
     * A full one.
     *
     * @param perSecond what flows in, in any unit
     * @param burst what it holds at most
     */
    public TokenBucket(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledNanos = nowNanos;
    }

    /** Takes that much out if it is there; otherwise takes nothing. */
    public boolean take(double cost, long nowNanos) {
        fill(nowNanos);
        boolean enough = tokens >= cost;
        tokens -= enough ? cost : 0;
        return enough;
    }

    /** Takes that much, but not more than there is. */
    public void drain(double cost, long nowNanos) {
        fill(nowNanos);
        tokens = Math.max(0, tokens - cost);
    }

    /** After how many whole seconds {@code cost} will be there, at least 1. */
    public int secondsUntil(double cost, long nowNanos) {
        fill(nowNanos);
        return (int) Math.max(1, Math.min(3600, Math.ceil((cost - tokens) / perSecond)));
    }

    /** Whether nothing would be lost if it were forgotten. */
    public boolean isFull(long nowNanos) {
        fill(nowNanos);
        return tokens >= burst;
    }

    private void fill(long nowNanos) {
        tokens = Math.min(burst, tokens + Math.max(0, nowNanos - filledNanos) / NANOS * perSecond);
        filledNanos = nowNanos;
    }
}
