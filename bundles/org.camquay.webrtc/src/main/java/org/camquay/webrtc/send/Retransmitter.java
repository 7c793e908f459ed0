// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.Arrays;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.policy.SendTuning;
import org.camquay.webrtc.transport.PacketOutlet;

/**
 * Sends again what a peer misses, as far as it helps: not the same packet twice in one round trip, nothing that is too
 * late to be shown, and not more than a quarter of what the media itself takes. On a path that loses packets at random
 * two copies go out at once. For a while after the peer has changed its address, a small gap is closed whatever its age: aiortc
 * shows nothing until the gap is closed or its buffer of 128 packets is full, which takes seconds at a low bitrate.
 */
final class Retransmitter {
    private static final int RECENT = 512;
    private static final long NEVER = Long.MIN_VALUE;

    private final SendTuning.Repair tuning;
    private final Bandwidth bandwidth;
    private final PacketOutlet outlet;
    private final PacketWriter writer;
    private final SequenceMap sequence;
    private final SenderCounters counters;
    /** Made when the first packet is asked for: on a good path none ever is. */
    private int[] recentSequence;

    private long[] recentTime;
    private long keyIndex;
    private long keySent;
    private long movedAt = NEVER;
    private int budget;

    Retransmitter(
            SendPath path,
            PacketWriter writer,
            SequenceMap sequence,
            SenderCounters counters,
            SendTuning.Repair tuning) {
        this.tuning = tuning;
        this.budget = tuning.mostBudget() / 2;
        this.bandwidth = path.bandwidth();
        this.outlet = path.outlet();
        this.writer = writer;
        this.sequence = sequence;
        this.counters = counters;
    }

    /** Media went out, which entitles to some retransmission. */
    void mediaSent(int bytes) {
        budget = Math.min(tuning.mostBudget(), budget + bytes / tuning.mediaForOne());
    }

    /** A key frame is out. */
    void keySent(TrackPacket.Frame frame, long now) {
        keyIndex = frame.first();
        keySent = now;
    }

    /** What is sent from now on is another track's. */
    void changed() {
        keyIndex = 0;
    }

    /** The peer is at another address: what went to the old one since it left is lost. */
    void onMoved(long now) {
        movedAt = now;
    }

    /** Sends what is asked for. */
    void onNack(GenericNack nack, Cursor cursor, long now) {
        boolean moved = movedAt != NEVER && now - movedAt < tuning.afterMove();
        boolean anyAge = moved && bytes(nack, cursor) <= tuning.mostAfterMove();
        nack.forEachLost(number -> resend(number, cursor, anyAge, now));
        counters.unresent(outlet.flush());
    }

    private int bytes(GenericNack nack, Cursor cursor) {
        var sum = new int[1];
        nack.forEachLost(number -> {
            var packet = cursor.packets().ring().get(sequence.indexOf(number));
            sum[0] += packet == null ? 0 : packet.payload().length();
        });
        return sum[0];
    }

    /** Sends what a report says is lost, before it is asked for; what was asked for already is left to that. */
    void onLost(int number, Cursor cursor, long now) {
        if (recentSequence == null || recentSequence[number % RECENT] != number) {
            resend(number, cursor, false, now);
            counters.unresent(outlet.flush());
        }
    }

    private void resend(int number, Cursor cursor, boolean anyAge, long now) {
        var packet = cursor.packets().ring().get(sequence.indexOf(number));
        if (packet == null || !anyAge && !useful(packet, cursor, now)) {
            return;
        }
        // A backlog waits for the pacer anyway, and all of it for the packet that is missing.
        boolean first = cursor.behind() && !bandwidth.limited(now);
        if (budget < packet.payload().length() || !first && bandwidth.pacer().overdrawn(now)) {
            counters.retransmissionsRefused++;
            return;
        }
        if (!due(number, now)) {
            return;
        }
        send(packet, number, now);
        if (bandwidth.lossy(now)) {
            send(packet, number, now); // one of them will get through, and save another round trip
        }
    }

    private void send(TrackPacket packet, int number, long now) {
        int bytes = writer.resend(packet, number, now);
        if (bytes > 0) {
            budget -= bytes;
            counters.resent(bytes, packet.payload().length());
        }
    }

    private boolean useful(TrackPacket packet, Cursor cursor, long now) {
        long grace = tuning.keyFrameGrace() + 2 * counters.roundTripNanos(bandwidth);
        boolean replaced = packet.index() < keyIndex && now - keySent > grace;
        return !replaced && cursor.usedFor(packet.frame(), now) <= tuning.mostAge();
    }

    private boolean due(int number, long now) {
        if (recentSequence == null) {
            recentSequence = new int[RECENT];
            recentTime = new long[RECENT];
            Arrays.fill(recentSequence, -1);
        }
        int slot = number % RECENT;
        long pause = Math.max(tuning.leastPause(), counters.roundTripNanos(bandwidth) * 9 / 10);
        if (recentSequence[slot] == number && now - recentTime[slot] < pause) {
            return false;
        }
        recentSequence[slot] = number;
        recentTime[slot] = now;
        return true;
    }
}
