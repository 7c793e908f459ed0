// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * What bursts show: packets that were sent faster than the target, and how fast they arrived. Key frames are such
 * bursts, and padding is when nothing else is. Rates are bits a second, times milliseconds.
 */
final class Probes {
    private static final int LEAST_PACKETS = 8;
    private static final double LEAST_TIME = 5;
    private static final double LONGEST = 1_000;
    /** Of what arrived slower than it was sent, some is left for the queue to drain. */
    private static final double DRAIN = 0.95;

    private int probe;
    private int packets;
    private double bits;
    private double firstBits;
    private double lastBits;
    private double firstSent;
    private double lastSent;
    private double firstArrival;
    private double lastArrival;

    /** Adds an arrival of a probe; returns what the probe shows when it is the last one of {@code probe}, else 0. */
    double add(int id, int bytes, double sent, double arrival) {
        double result = 0;
        if (id != probe) {
            result = finish();
            probe = id;
            packets = 0;
            bits = 0;
            firstBits = bytes * 8.0;
            firstSent = sent;
            lastSent = sent;
            firstArrival = arrival;
            lastArrival = arrival;
        }
        packets++;
        bits += bytes * 8.0;
        firstArrival = Math.min(firstArrival, arrival);
        lastArrival = Math.max(lastArrival, arrival);
        if (sent >= lastSent) {
            lastSent = sent;
            lastBits = bytes * 8.0;
        }
        return result;
    }

    /** Whether the probe in hand has no other purpose. */
    boolean deliberate() {
        return probe != 0 && probe % 2 == 0;
    }

    /** What the probe in hand shows, 0 for nothing; it counts once. */
    double finish() {
        double sendTime = lastSent - firstSent;
        double arrivalTime = lastArrival - firstArrival;
        boolean enough = probe != 0 && packets >= LEAST_PACKETS && sendTime >= LEAST_TIME && arrivalTime >= LEAST_TIME;
        probe = 0;
        if (!enough || arrivalTime > LONGEST) {
            return 0;
        }
        double sendRate = (bits - lastBits) * 1_000 / sendTime;
        double arrivalRate = (bits - firstBits) * 1_000 / arrivalTime;
        return arrivalRate < 0.9 * sendRate ? DRAIN * arrivalRate : Math.min(sendRate, arrivalRate);
    }
}
