// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * Whether queues on the path grow: a line through the smoothed delays of the last groups, against a threshold that
 * adapts to what other traffic does (draft-ietf-rmcat-gcc-02 §5.4; the line in place of the Kalman filter is libwebrtc's
 * "trendline"). Times are milliseconds.
 */
final class Trendline {
    private static final int WINDOW = 20;
    private static final int MOST_DELTAS = 60;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final double OVERUSE_TIME = 10;
    private static final double GROWTH = 0.0087;
    private static final double DECAY = 0.039;
    private static final double MAX_ADAPTATION = 15;
    private static final double LONGEST_STEP = 100;

    private final double[] times = new double[WINDOW];
    private final double[] delays = new double[WINDOW];
    /** How many, as far as that matters; and where the next one goes. */
    private int deltas;

    private int next;
    private double accumulated;
    private double smoothed;
    private double lastTrend;
    private double threshold = 12.5;
    private double lastUpdate = Double.NaN;
    private double overuseTime = -1;
    private int overuses;
    private Usage usage = Usage.NORMAL;

    Trendline() {
        this(0);
    }

    /** After so many deltas, of which none is remembered. */
    Trendline(int deltas) {
        this.deltas = deltas;
    }

    Usage usage() {
        return usage;
    }

    void update(double sendDelta, double arrivalDelta, double arrival) {
        accumulated += arrivalDelta - sendDelta;
        smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
        times[next] = arrival;
        delays[next] = smoothed;
        next = (next + 1) % WINDOW;
        deltas = Math.min(MOST_DELTAS, deltas + 1);
        double trend = deltas >= WINDOW ? slope() : lastTrend;
        detect(trend, sendDelta, arrival);
    }

    /** Least squares. */
    private double slope() {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanTime += times[i] / WINDOW;
            meanDelay += delays[i] / WINDOW;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < WINDOW; i++) {
            double time = times[i] - meanTime;
            covariance += time * (delays[i] - meanDelay);
            variance += time * time;
        }
        return variance == 0 ? lastTrend : covariance / variance;
    }

    private void detect(double trend, double sendDelta, double now) {
        if (deltas < 2) {
            return;
        }
        double modified = deltas * trend * GAIN;
        if (modified > threshold) {
            overuseTime = overuseTime < 0 ? sendDelta / 2 : overuseTime + sendDelta;
            overuses++;
            if (overuseTime > OVERUSE_TIME && overuses > 1 && trend >= lastTrend) {
                overuseTime = 0;
                overuses = 0;
                usage = Usage.OVER;
            }
        } else {
            overuseTime = -1;
            overuses = 0;
            usage = modified < -threshold ? Usage.UNDER : Usage.NORMAL;
        }
        lastTrend = trend;
        adapt(Math.abs(modified), now);
    }

    private void adapt(double modified, double now) {
        double step = Double.isNaN(lastUpdate) ? 0 : Math.max(0, Math.min(now - lastUpdate, LONGEST_STEP));
        lastUpdate = now;
        if (modified > threshold + MAX_ADAPTATION) {
            return; // a route change or so, not cross traffic
        }
        double k = modified < threshold ? DECAY : GROWTH;
        threshold = Math.max(6, Math.min(600, threshold + k * (modified - threshold) * step));
    }
}
