// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * The rate that losses allow (draft-ietf-rmcat-gcc-02 §6): losses up to a tenth are taken for those of a bad radio link,
 * and left to retransmission. Times are milliseconds.
 */
final class LossControl {
    private static final double HIGH = 0.10;
    private static final double LOW = 0.02;
    private static final double GROWTH_PER_SECOND = 1.08;
    private static final double ATTACK = 0.3;
    /** Of the first packets, when nothing else is known: a path that loses two of the first hundred will lose more. */
    private static final double FIRST_ATTACK = 0.6;

    private static final double RELEASE = 0.03;
    private static final int KNOWN = 5;
    private static final int ENOUGH = 100;
    private static final int FEW = 30;
    private static final double LONGEST = 1_000;

    private final double least;
    private double limit = Double.POSITIVE_INFINITY;
    private double fraction;
    private double usual;
    private double attack = FIRST_ATTACK;
    private int periods;
    private int expected;
    private int lost;
    private double since = Double.NaN;
    private double lastDecrease = Double.NEGATIVE_INFINITY;

    LossControl(double least) {
        this.least = least;
    }

    /** Knows what the path usually loses. */
    LossControl(double least, LossControl before) {
        this(least);
        usual = before.usual;
        periods = before.periods;
        attack = before.attack;
    }

    /** Infinite when losses set no limit. */
    double limit() {
        return limit;
    }

    double fractionLost() {
        return fraction;
    }

    /** Whether enough was reported on to tell. */
    boolean known() {
        return periods >= KNOWN;
    }

    /** Over some time: quick to rise, slow to fall. */
    double usualLoss() {
        return usual;
    }

    double lastDecrease() {
        return lastDecrease;
    }

    /**
     * Counts packets reported on.
     *
     * @param rate the current target
     */
    void update(int reported, int missing, double rate, double now) {
        since = Double.isNaN(since) ? now : since;
        expected += reported;
        lost += missing;
        if (expected < ENOUGH && (expected < FEW || now - since < LONGEST)) {
            return;
        }
        fraction = Math.max(0, (double) lost / expected);
        usual += (fraction > usual ? attack : RELEASE) * (fraction - usual);
        attack = ATTACK;
        periods = Math.min(KNOWN, periods + 1);
        if (fraction > HIGH) {
            limit = Math.max(least, Math.min(limit, rate) * (1 - 0.5 * fraction));
            lastDecrease = now;
        } else if (fraction <= LOW && limit < Double.POSITIVE_INFINITY) {
            limit *= Math.pow(GROWTH_PER_SECOND, Math.max(0.2, (now - since) / 1_000));
            if (limit > 2 * rate) {
                limit = Double.POSITIVE_INFINITY;
            }
        }
        expected = 0;
        lost = 0;
        since = now;
    }

    /** A burst has shown that the path takes this much. */
    void probed(double result) {
        if (result > limit) {
            limit = Double.POSITIVE_INFINITY;
        }
    }
}
