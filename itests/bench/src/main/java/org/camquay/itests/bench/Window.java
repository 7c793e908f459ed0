// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.camquay.rtp.Unwrapper;

/** What one viewer receives between two moments. Lives on the viewer's loop. */
final class Window {
    private static final long NANOS_PER_TICK_TIMES_9 = 100_000; // 90 kHz: 1 / 90000 s = 100000 / 9 ns
    /** What the server's pacer lets out at once, and in which time all of a frame: then a packet is due. */
    private static final int BURST_BYTES = 12 * 1_200;

    private static final int FRAME_TICKS = 3_000; // 90 kHz, 30 frames a second
    private static final double SPREAD_NANOS = 20e6;
    private static final int USUAL_PACKETS = 64;

    private final Unwrapper sequences = Unwrapper.ofSequenceNumbers();
    private final Unwrapper timestamps = Unwrapper.ofTimestamps();
    private final Lateness lateness = new Lateness();
    private final Lateness overdue = new Lateness();
    private final Lateness deltaFrames = new Lateness();
    private final Lateness keyFrames = new Lateness();
    /** What to add to a time of this JVM's clock to get nanoseconds since 1970. */
    private final long epoch = epochNanos() - System.nanoTime();

    private long[] delays = new long[USUAL_PACKETS];
    private int[] before = new int[USUAL_PACKETS];
    private int framePackets;
    private int frameBytes;
    private long frameTimestamp;
    private boolean keyFrame;
    private long captured = Long.MAX_VALUE;
    private long earliest = Long.MAX_VALUE;
    private long packets;
    private long repaired;
    private long asked;
    private long bytes;
    private long first = -1;
    private long highest;
    private final List<Part> parts = new ArrayList<>();
    private long packetsBefore;
    private long bytesBefore;
    private long frames;
    private long missingFrames;
    private long longestGap;
    private long lastArrival;

    /** What came from one mark to the next. */
    record Part(long packets, long bytes) {}

    void add(int sequenceNumber, long timestamp, int length, long arrivalNanos) {
        long sequence = sequences.unwrap(sequenceNumber);
        if (first < 0) {
            first = sequence;
        }
        highest = Math.max(highest, sequence);
        packets++;
        bytes += length;
        long unwrapped = timestamps.unwrap(timestamp);
        if (unwrapped != frameTimestamp) {
            endFrame();
            beginFrame(unwrapped, arrivalNanos);
        }
        if (framePackets == delays.length) {
            delays = Arrays.copyOf(delays, 2 * framePackets);
            before = Arrays.copyOf(before, 2 * framePackets);
        }
        delays[framePackets] = arrivalNanos - scheduled(unwrapped);
        earliest = Math.min(earliest, delays[framePackets]);
        before[framePackets++] = frameBytes;
        frameBytes += length;
    }

    private void beginFrame(long timestamp, long arrivalNanos) {
        if (frames++ > 0) {
            missingFrames += Math.max(0, Math.round((timestamp - frameTimestamp) / (double) FRAME_TICKS) - 1);
            longestGap = Math.max(longestGap, arrivalNanos - lastArrival);
        }
        lastArrival = arrivalNanos;
        frameTimestamp = timestamp;
    }

    /** The packet just added begins a key frame, which came to the server at that time, microseconds since 1970. */
    void captured(long epochMicros) {
        keyFrame = true;
        // The source is late now and then, never early: the least shows its schedule.
        captured = Math.min(captured, epochMicros * 1000 - epoch - scheduled(frameTimestamp));
    }

    /** A packet that was missing has come as retransmission. */
    void repaired() {
        repaired++;
    }

    /** One part of the window ends here. */
    void mark() {
        parts.add(new Part(packets - packetsBefore, bytes - bytesBefore));
        packetsBefore = packets;
        bytesBefore = bytes;
    }

    void asked(long count) {
        asked = count;
    }

    /** Nothing more is added. */
    void end() {
        endFrame();
    }

    private void endFrame() {
        if (framePackets == 0) {
            return;
        }
        for (int i = 0; i < framePackets; i++) {
            lateness.add(delays[i]);
            overdue.add(delays[i] - (long) (Math.max(0, before[i] - BURST_BYTES) * SPREAD_NANOS / frameBytes));
        }
        (keyFrame ? keyFrames : deltaFrames).add(delays[framePackets - 1]);
        framePackets = 0;
        frameBytes = 0;
        keyFrame = false;
    }

    private static long scheduled(long timestamp) {
        return timestamp * NANOS_PER_TICK_TIMES_9 / 9;
    }

    private static long epochNanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** One for each mark. */
    List<Part> parts() {
        return parts;
    }

    long packets() {
        return packets;
    }

    /** Pictures of which something came. */
    long frames() {
        return frames;
    }

    /** Pictures of which nothing came, of a source that has 30 a second. */
    long missingFrames() {
        return missingFrames;
    }

    /** The longest time from the beginning of one picture to that of the next, in nanoseconds. */
    long longestGap() {
        return longestGap;
    }

    /** With RTP header and authentication tag, without UDP and IP. */
    long bytes() {
        return bytes;
    }

    /** Packets that came neither the first time nor again; negative if some came twice. */
    long lost() {
        return first < 0 ? 0 : highest - first + 1 - packets - repaired;
    }

    /** Packets that the server was asked for again. */
    long asked() {
        return asked;
    }

    /** Of packets, against the clip's schedule. */
    Lateness lateness() {
        return lateness;
    }

    /** Of packets, against the time at which a pacer lets them out that spreads frames over 20 ms. */
    Lateness overdue() {
        return overdue;
    }

    /** Of the last packets of frames, other than key frames where the server tells which these are. */
    Lateness deltaFrames() {
        return deltaFrames;
    }

    Lateness keyFrames() {
        return keyFrames;
    }

    /** Nanoseconds by which the first packet in time was before {@link #inTime}; 0 if it was not. */
    long early() {
        return inTime().isEmpty() || packets == 0 ? 0 : Math.max(0, captured - earliest);
    }

    /** Where on the scale of all these a frame is that the server got in time; empty if the server does not tell. */
    OptionalLong inTime() {
        return captured == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(captured);
    }
}
