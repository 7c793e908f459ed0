// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.camquay.rtp.rtcp.TransportFeedback;

/** A link with a queue, a delay, losses and jitter, and a receiver behind it that reports every 50 ms. Times: nanoseconds. */
public final class Bottleneck {
    private static final long MILLIS = 1_000_000;
    private static final long REPORT_INTERVAL = 50 * MILLIS;
    /** The receiver's clock is another one. */
    private static final long CLOCK_OFFSET = 7_777_777 * MILLIS;

    private Random random = new Random(5);
    private final TreeMap<Long, Integer> arrivals = new TreeMap<>();
    private final long oneWay;
    private double capacity;
    private double loss;
    private double jitterMillis;
    private long longestQueue = 1_000 * MILLIS;
    private long freeAt;
    private long lastArrival;
    private long nextReport;
    private int nextBase = -1;
    private int count;
    private long delivered;
    private long dropped;

    public Bottleneck(double capacity, long oneWayMillis) {
        this.capacity = capacity;
        this.oneWay = oneWayMillis * MILLIS;
    }

    /** Bits a second. */
    public void capacity(double bitsPerSecond) {
        capacity = bitsPerSecond;
    }

    /** How long a packet may wait; what would wait longer is dropped. */
    public void queue(long millis) {
        longestQueue = millis * MILLIS;
    }

    public void loss(double fraction) {
        loss = fraction;
    }

    /** Chance goes another way. */
    public void seed(long seed) {
        random = new Random(seed);
    }

    /** Whether something on the way back is lost. */
    public boolean lost() {
        return random.nextDouble() < loss;
    }

    public void jitter(double millis) {
        jitterMillis = millis;
    }

    /** How long a packet sent now waits. */
    public long queueMillis(long now) {
        return Math.max(0, freeAt - now) / MILLIS;
    }

    public long deliveredBytes() {
        return delivered;
    }

    public long droppedPackets() {
        return dropped;
    }

    /** A packet goes in. Returns when it arrives, -1 for never. */
    public long send(int sequence, int bytes, long now) {
        long begin = Math.max(now, freeAt);
        if (begin - now > longestQueue || random.nextDouble() < loss) {
            dropped++;
            return -1;
        }
        freeAt = begin + (long) (bytes * 8e9 / capacity);
        long arrival = freeAt + oneWay + (long) (Math.abs(random.nextGaussian()) * jitterMillis * MILLIS);
        lastArrival = Math.max(lastArrival, arrival); // networks seldom reorder
        delivered += bytes;
        while (arrivals.containsKey(lastArrival)) {
            lastArrival++;
        }
        arrivals.put(lastArrival, sequence);
        return lastArrival;
    }

    /** What the sender hears at this time; null for nothing. */
    public TransportFeedback feedback(long now) {
        if (now < nextReport) {
            return null;
        }
        nextReport = now + REPORT_INTERVAL;
        // reports need the way back
        var arrived = arrivals.headMap(now - oneWay, true);
        if (arrived.isEmpty()) {
            return null;
        }
        int base = nextBase < 0 ? arrived.firstEntry().getValue() : nextBase;
        int newest = arrived.lastEntry().getValue();
        int[] deltas = new int[(newest - base & 0xffff) + 1];
        Arrays.fill(deltas, TransportFeedback.LOST);
        long reference = (arrived.firstKey() + CLOCK_OFFSET) / (64 * MILLIS);
        long last = reference * 256;
        for (var entry : arrived.entrySet()) {
            long at = (entry.getKey() + CLOCK_OFFSET) / 250_000;
            deltas[entry.getValue() - base & 0xffff] = (int) (at - last);
            last = at;
        }
        arrived.clear();
        nextBase = newest + 1 & 0xffff;
        return new TransportFeedback(1, 2, base, (int) reference << 8 >> 8, count++ & 0xff, deltas);
    }
}
