// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * The rate that delays allow: up by degrees while queues stay short, down at once when they grow (AIMD,
 * draft-ietf-rmcat-gcc-02 §5.5). Rates are bits a second, times milliseconds.
 */
final class DelayControl {
    private static final double BETA = 0.85;
    private static final double GROWTH_PER_SECOND = 0.08;
    private static final double PACKET_BITS = 1_200 * 8;
    private static final double HEADROOM = 1.5;
    private static final double LEAST_PAUSE = 200;

    private final double least;
    private final double most;
    private double rate;
    private double linkCapacity;
    private double lastChange = Double.NaN;
    private double lastDecrease = Double.NEGATIVE_INFINITY;
    private boolean hold;

    DelayControl(double initial, double least, double most) {
        this.rate = initial;
        this.least = least;
        this.most = most;
    }

    double rate() {
        return rate;
    }

    /** When queues were last seen to grow. */
    double lastDecrease() {
        return lastDecrease;
    }

    /** A burst has shown that the path takes this much. */
    void probed(double result) {
        if (result > rate) {
            rate = Math.min(most, result);
            linkCapacity = 0;
        }
    }

    /**
     * @param standing whether a queue stands on the path, by the round trip
     * @param acked what arrives, 0 when not known
     * @param sent how fast that was sent
     */
    void update(Usage usage, boolean standing, double acked, double sent, double roundTrip, double now) {
        switch (usage) {
            case OVER -> decrease(standing, acked, sent, roundTrip, now);
            case UNDER -> hold = true; // until the queue is empty
            case NORMAL -> {
                if (!hold) {
                    increase(acked, roundTrip, now);
                }
                hold = false;
            }
        }
        if (!standing) {
            // What arrives without a queue is proof, whatever a moment of jitter has made of the estimate.
            rate = Math.max(rate, Math.min(most, Math.min(acked, sent)));
        }
        lastChange = now;
    }

    private void decrease(boolean standing, double acked, double sent, double roundTrip, double now) {
        if (acked == 0 || now - lastDecrease < Math.max(LEAST_PAUSE, roundTrip)) {
            return;
        }
        // It arrives as fast as it was sent, and little was sent: that is no measure of the path.
        boolean applicationLimited = sent < 0.9 * rate && acked > 0.9 * sent;
        double base = applicationLimited ? Math.max(acked, 0.9 * rate) : acked;
        if (!applicationLimited && standing) {
            linkCapacity = linkCapacity == 0 ? acked : 0.95 * linkCapacity + 0.05 * acked;
        }
        rate = Math.max(least, Math.min(rate, BETA * base));
        lastDecrease = now;
        hold = true;
    }

    private void increase(double acked, double roundTrip, double now) {
        if (Double.isNaN(lastChange)) {
            return;
        }
        if (linkCapacity > 0 && acked > 1.3 * linkCapacity) {
            linkCapacity = 0; // the path has become wider
        }
        double seconds = Math.min(1, (now - lastChange) / 1_000);
        boolean near = linkCapacity > 0 && rate > 0.7 * linkCapacity;
        double grown = near
                ? rate + Math.max(1_000, PACKET_BITS * 1_000 / (100 + roundTrip)) * seconds
                : rate * (1 + GROWTH_PER_SECOND * seconds);
        double limit = Math.min(most, HEADROOM * acked + 10_000);
        rate = Math.max(rate, Math.min(grown, limit));
    }

    /** The rate is what the path was seen to take before, not a guess. */
    void limited(double now) {
        lastDecrease = now;
    }
}
