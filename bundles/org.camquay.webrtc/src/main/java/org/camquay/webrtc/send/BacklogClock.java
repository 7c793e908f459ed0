// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * Moves the timestamps of pictures that go out later and faster than they were captured: to about when they are sent. A
 * receiver learns from timestamps and arrivals when to show what comes; from a second of pictures within a tenth it learned
 * wrong for seconds, held the next key frame up, and held back what has to be repaired for a shorter time than it was told.
 */
final class BacklogClock {
    /** More pictures than are asked for again. */
    private static final int CAPACITY = 256;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int clockRate;
    /** Of a backlog only: a live picture is not moved. */
    private long[] numbers;

    private long[] shifts;
    private long lastShift;
    private long lastMoved;
    private long lastOnWire;

    BacklogClock(int clockRate) {
        this.clockRate = clockRate;
    }

    /** The packets are another track's from now on. */
    void forget() {
        numbers = null;
        shifts = null;
    }

    /**
     * At the beginning of a picture.
     *
     * @param offset of timestamps on the wire
     * @param behind whether it is of a backlog
     */
    void begin(TrackPackets packets, TrackPacket first, long offset, boolean behind, long now) {
        if (!behind && lastShift == 0) {
            if (numbers != null && first.frame().number() - lastMoved > CAPACITY) {
                forget();
            }
            return;
        }
        long own = first.timestamp() + offset;
        long wire = behind ? moved(packets, first, now) + offset : own;
        if (lastShift != 0) {
            wire = Math.max(wire, lastOnWire + step());
        }
        lastShift = wire - own;
        lastOnWire = wire;
        if (lastShift != 0) {
            note(first.frame().number());
        }
    }

    private void note(long number) {
        if (numbers == null) {
            numbers = new long[CAPACITY];
            shifts = new long[CAPACITY];
        }
        lastMoved = number;
        numbers[(int) number & CAPACITY - 1] = number;
        shifts[(int) number & CAPACITY - 1] = lastShift;
    }

    /** Between the last picture but one of the camera and its last, which has its own timestamp. */
    private long moved(TrackPackets packets, TrackPacket first, long now) {
        var ring = packets.ring();
        var latest = ring.get(ring.head() - 1);
        long ahead =
                latest == null ? 0 : latest.frame().number() - first.frame().number();
        var before = ahead <= 0 ? null : ring.get(latest.frame().first() - 1);
        if (before == null) {
            return first.timestamp();
        }
        long since = (long) ((now - latest.frame().arrivedNanos()) / NANOS_PER_SECOND * clockRate);
        long room = latest.timestamp() - before.timestamp() - ahead * step();
        return Math.max(first.timestamp(), before.timestamp() + Math.min(since, room));
    }

    /** The least time between two pictures: a millisecond. */
    private long step() {
        return clockRate / 1_000;
    }

    /** What is to be added to the timestamp of that picture, also when it is sent again. */
    long shift(TrackPacket.Frame frame) {
        if (numbers == null) {
            return 0;
        }
        int slot = (int) frame.number() & CAPACITY - 1;
        return numbers[slot] == frame.number() ? shifts[slot] : 0;
    }
}
