// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.concurrent.TimeUnit;

/**
 * RTP timestamps of one sender (RFC 3550 §5.1): those of its track, moved by an amount that changes with the track only,
 * so that they go on where the last track stopped, by when frames were captured.
 */
final class RtpClock {
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Tracks whose capture times differ by more than this from when frames came go by different clocks. */
    private static final long LARGEST_DIFFERENCE = 2 * MICROS_PER_SECOND;
    /** Least step to the first frame of another track: a hundredth of a second. */
    private static final int LEAST_STEPS_PER_SECOND = 100;

    private final int clockRate;
    private long offset;
    private TrackPackets lastPackets;
    private TrackPacket last;
    private long lastOnWire;

    /** @param offset at random, for the first track */
    RtpClock(int clockRate, long offset) {
        this.clockRate = clockRate;
        this.offset = offset;
    }

    /** From timestamps of the track to those on the wire. */
    long offset() {
        return offset;
    }

    /** A packet goes out. */
    void sent(TrackPackets packets, TrackPacket packet) {
        lastPackets = packets;
        last = packet;
        lastOnWire = packet.timestamp() + offset;
    }

    /** Whether a packet of another track is later than the last one sent, if there was one. */
    boolean later(TrackPackets to, TrackPacket first) {
        return later(to, first, 0);
    }

    /** Whether it is later by more than that, in microseconds. */
    boolean later(TrackPackets to, TrackPacket first, long micros) {
        return last == null || since(to, first) > micros;
    }

    /** Goes on with another track. */
    void moveTo(TrackPackets to, TrackPacket first) {
        if (last != null) {
            long step = Math.max(clockRate / LEAST_STEPS_PER_SECOND, Ticks.ofMicros(since(to, first), clockRate));
            offset = lastOnWire + step - first.timestamp();
        }
    }

    /** Microseconds from the last packet sent to one of another track. */
    private long since(TrackPackets to, TrackPacket first) {
        long captured = captured(to, first) - captured(lastPackets, last);
        long came = TimeUnit.NANOSECONDS.toMicros(
                first.frame().arrivedNanos() - last.frame().arrivedNanos());
        return Math.abs(captured - came) < LARGEST_DIFFERENCE ? captured : came;
    }

    private long captured(TrackPackets packets, TrackPacket packet) {
        // By the latest frame, since those before it may have come all at once from a cache.
        var point = packets.clockPoint();
        return point.epochMicros() + Ticks.toMicros(packet.timestamp() - point.timestamp(), clockRate);
    }

    /** The timestamp on the wire of a moment, in microseconds since 1970; by the track's latest frame. */
    long at(TrackPackets.ClockPoint point, long epochMicros) {
        long since = epochMicros - point.epochMicros();
        return point.timestamp() + Ticks.ofMicros(since, clockRate) + offset & 0xffffffffL;
    }
}
