// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.concurrent.TimeUnit;
import org.camquay.webrtc.policy.SendTuning;

/**
 * Finds out, while a viewer is thinned, whether its path takes the whole stream again: now and then a short burst at
 * one and a half times the stream's rate, made of retransmissions of the last key frame.
 */
final class PathProbe {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(3);

    private final SendPath path;
    private final PacketWriter writer;
    private final SenderCounters counters;
    private final SendTuning.Probing tuning;
    private final Runnable tick = this::send;
    private long pause;
    private long due;
    private boolean armed;
    private long fullSince;
    private boolean running;
    private TrackPackets packets;
    private long firstIndex;
    private long endIndex;
    private long firstSequence;
    private double bytesPerNano;
    private double wanted;
    private double sent;
    private long beganAt;
    private long index;

    PathProbe(SendPath path, PacketWriter writer, SenderCounters counters, SendTuning.Probing tuning) {
        this.tuning = tuning;
        this.pause = tuning.firstPause();
        this.path = path;
        this.writer = writer;
        this.counters = counters;
    }

    /** A key frame went out: it is what bursts are made of. */
    void material(TrackPackets from, long index, long end, long sequence) {
        packets = from;
        firstIndex = index;
        endIndex = end;
        firstSequence = sequence;
    }

    /** What was sent is another track's now. */
    void forget() {
        if (running) {
            running = false;
            path.bandwidth().endProbe();
        }
        packets = null;
    }

    /**
     * To be called often while the viewer does not get all there is; begins a burst when it is time.
     *
     * @param stream bits a second of what it would get
     */
    void whileThinned(long stream, long now) {
        if (!armed) {
            armed = true;
            due = now + pause;
        } else if (now - due >= patience(now) && !running && packets != null && stream > 0) {
            pause = Math.min(tuning.longestPause(), (long) (pause * tuning.growth()));
            due = now + pause;
            begin(tuning.rate() * stream, now);
        }
    }

    /** What is lost for other reasons anyway must not hold it up for ever. */
    private long patience(long now) {
        return path.bandwidth().congested(now) ? tuning.longestWait() : 0;
    }

    /** The viewer gets everything again. If that was wrong, the next burst comes later than the last. */
    void whileFull(long now) {
        if (armed) {
            armed = false;
            fullSince = now;
        } else if (now - fullSince > tuning.longestPause()) {
            pause = tuning.firstPause();
        }
    }

    private void begin(double rate, long now) {
        bytesPerNano = rate / 8e9;
        wanted = Math.max(tuning.leastBytes(), rate * tuning.seconds() / 8);
        sent = 0;
        beganAt = now;
        index = firstIndex;
        running = true;
        path.bandwidth().beginProbe(true);
        send();
    }

    /** Ends a burst under way. */
    void stop() {
        running = false;
    }

    private void send() {
        long now = path.loop().nanoTime();
        while (running && sent < wanted && sent <= (now - beganAt) * bytesPerNano) {
            var packet = packets.ring().get(index);
            int bytes = packet == null ? -1 : writer.resend(packet, (int) (firstSequence + index - firstIndex), now);
            if (bytes < 0) {
                running = false;
            } else {
                counters.resent(bytes, packet.payload().length());
                sent += bytes;
                index = index + 1 < endIndex ? index + 1 : firstIndex;
            }
        }
        var dropped = path.outlet().flush();
        counters.unresent(dropped);
        if (running && sent < wanted && !dropped.any()) {
            path.loop().schedule(tick, TICK);
        } else {
            running = false;
            path.bandwidth().endProbe();
        }
    }
}
