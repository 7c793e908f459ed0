// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.net.EventLoop;
import org.camquay.webrtc.policy.SendTuning;

/**
 * While nothing gets through to a viewer, sends it one packet now and then that it has had before: as soon as the peer
 * reports on one, the path is there again.
 */
final class StallProbe {
    private final SendPath path;
    private final PacketWriter writer;
    private final SenderCounters counters;
    private final long pause;
    private final Runnable onPathBack;
    private final Runnable tick = this::send;
    private TrackPacket packet;
    private int number;
    private EventLoop.Timer timer;

    /** @param onPathBack runs, on the loop, when the path is there again */
    StallProbe(
            SendPath path,
            PacketWriter writer,
            SenderCounters counters,
            SendTuning.Probing tuning,
            Runnable onPathBack) {
        this.path = path;
        this.writer = writer;
        this.counters = counters;
        this.pause = tuning.stalled();
        this.onPathBack = onPathBack;
    }

    /** What it sends: a packet that went out with that number. */
    void material(TrackPacket sent, int withNumber) {
        packet = sent;
        number = withNumber;
    }

    /** Whether there is something to send. */
    boolean ready() {
        return packet != null;
    }

    /** Begins; false if it is under way. */
    boolean begin() {
        boolean begins = timer == null;
        if (begins) {
            timer = path.loop().schedule(tick, pause);
        }
        return begins;
    }

    /** Ends. Idempotent. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void send() {
        timer = null;
        long now = path.loop().nanoTime();
        if (!path.bandwidth().state(now).silent()) {
            onPathBack.run();
            return;
        }
        begin();
        // Sound that the peer reports on shows the same.
        int bytes = now - path.bandwidth().lastReportable() < pause ? 0 : writer.resend(packet, number, now);
        if (bytes > 0) {
            counters.resent(bytes, packet.payload().length());
            path.bandwidth().pacer().spare(bytes);
            counters.unresent(path.outlet().flush());
        }
    }
}
