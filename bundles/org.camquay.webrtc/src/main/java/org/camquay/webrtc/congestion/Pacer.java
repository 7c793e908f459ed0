// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.concurrent.TimeUnit;

/**
 * Lets packets of one connection out at a rate: a bucket of bytes that may run into debt by one packet. Thread: the
 * connection's loop.
 */
public final class Pacer {
    /** What goes out at once: a usual frame, and no flood. */
    private static final double BURST_BYTES = 12 * 1_200;

    /** What may go out unasked. */
    private static final double MOST_DEBT = 4 * 1_200;

    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(4);
    /** The rate may be another one by then. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** How fast a picture goes out. */
    public interface Rate {
        /** Asked for each batch of packets. */
        long bitsPerSecond(long now);
    }

    private double bytesPerNano = 1e-3;
    private double budget = BURST_BYTES;
    private long filledAt;
    /** Bytes of a frame that go out together once its first packet may. */
    private int together;

    private int granted;
    private Rate rate;

    /**
     * A frame begins. If it is a usual one it is not torn: in one piece it costs the socket little more than a packet. The
     * overdraft delays the next frame.
     */
    public void frame(int bytes, Rate itsRate, long now) {
        together = bytes <= BURST_BYTES ? bytes : 0;
        granted = 0;
        rate = itsRate;
        batch(now);
    }

    /** A batch of packets begins: at the rate that is right now. */
    public void batch(long now) {
        if (rate != null) {
            fill(now);
            bytesPerNano = Math.max(1, rate.bitsPerSecond(now)) / 8e9;
        }
    }

    /** The frame that goes out at that rate is out, or given up. */
    public void endFrame(Rate itsRate) {
        rate = rate == itsRate ? null : rate;
    }

    /** Whether a packet may go out. */
    public boolean open(long now) {
        fill(now);
        if (budget > 0) {
            granted += together;
            together = 0;
        }
        return budget > 0 || granted > 0;
    }

    /** A packet went out, whether asked for or not. */
    void took(int bytes) {
        budget -= bytes;
        granted = Math.max(0, granted - bytes);
    }

    /** That packet is not to be counted: one that is not paced, and of which there are few. */
    public void spare(int bytes) {
        budget += bytes;
    }

    /** Whether so much went out unasked that what is paced has to wait for it notably. */
    public boolean overdrawn(long now) {
        fill(now);
        return budget < -MOST_DEBT;
    }

    /** What was sent so far holds nothing up that comes now. */
    public void forgive() {
        budget = Math.max(0, budget);
    }

    /** How long to wait until some packets may go out. */
    public long pause() {
        double few = Math.max(1, Math.min(BURST_BYTES, TICK * bytesPerNano));
        return (long) Math.min(LONGEST_PAUSE, Math.ceil(Math.max(0, few - budget) / bytesPerNano));
    }

    private void fill(long now) {
        if (filledAt != 0) {
            double depth = Math.max(BURST_BYTES, BURST_NANOS * bytesPerNano);
            budget = Math.min(depth, budget + Math.max(0, now - filledAt) * bytesPerNano);
        }
        filledAt = now;
    }
}
