// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/**
 * So much at once, so much a second in the long run, for what is not refused but has to wait: the debt tells for how long.
 * Thread: its owner's.
 */
final class Pace {
    private final double perSecond;
    private final double most;
    private double left;
    private long filledNanos;

    /** One that owes nothing. */
    Pace(double perSecond, double most, long nowNanos) {
        this.perSecond = perSecond;
        this.most = most;
        this.left = most;
        this.filledNanos = nowNanos;
    }

    /** Takes this much also when it is not there. */
    void spend(double amount, long nowNanos) {
        fill(nowNanos);
        left -= amount;
    }

    /** How long until nothing is owed; 0 if nothing is. */
    long nanosUntilFree(long nowNanos) {
        fill(nowNanos);
        return left >= 0 ? 0 : (long) Math.ceil(-left / perSecond * 1e9);
    }

    private void fill(long nowNanos) {
        left = Math.min(most, left + Math.max(0, nowNanos - filledNanos) / 1e9 * perSecond);
        filledNanos = nowNanos;
    }
}
