// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.OptionalLong;

/** How late packets came, in steps of 0.1 ms, as a histogram that covers two seconds. */
final class Lateness {
    static final double STEP_MILLIS = 0.1;

    private static final long STEP_NANOS = 100_000;
    private static final int STEPS = 22_000;
    /** The first packet is somewhere in the middle of the field, so there has to be room for earlier ones. */
    private static final int ORIGIN = 2_000;

    private final int[] counts = new int[STEPS];
    private long origin;
    private boolean started;
    private boolean absolute;
    private long total;

    /**
     * Counts a packet.
     *
     * @param delayNanos arrival minus schedule, both of any epoch
     */
    void add(long delayNanos) {
        if (!started) {
            started = true;
            origin = delayNanos;
        }
        counts[step(delayNanos)]++;
        total++;
    }

    /** Adds what another counted, each relative to its own earliest packet, or to a delay that is no lateness at all. */
    void addAll(Lateness other, OptionalLong none) {
        int zero = none.isPresent() ? other.step(none.getAsLong()) : other.earliest();
        for (int i = other.earliest(); i < STEPS; i++) {
            counts[Math.max(0, Math.min(STEPS - 1, i - zero))] += other.counts[i];
        }
        total += other.total;
        started = true;
        absolute |= none.isPresent();
    }

    private int step(long delayNanos) {
        long step = Math.floorDiv(delayNanos - origin, STEP_NANOS) + ORIGIN;
        return (int) Math.max(0, Math.min(STEPS - 1, step));
    }

    private int earliest() {
        if (absolute) {
            return 0;
        }
        for (int i = 0; i < STEPS; i++) {
            if (counts[i] > 0) {
                return i;
            }
        }
        return 0;
    }

    long total() {
        return total;
    }

    /** Milliseconds of lateness that this share of all packets did not exceed; 0 without packets. */
    double quantileMillis(double share) {
        int first = earliest();
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = first; i < STEPS; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return (i - first) * STEP_MILLIS;
            }
        }
        return 0;
    }

    /** The share of packets later than that. */
    double shareLaterThan(double millis) {
        int from = earliest() + (int) Math.round(millis / STEP_MILLIS) + 1;
        long late = 0;
        for (int i = from; i < STEPS; i++) {
            late += counts[i];
        }
        return total == 0 ? 0 : (double) late / total;
    }
}
