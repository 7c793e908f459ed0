// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.stream.Track;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.NtpTime;
import org.camquay.rtp.rtcp.ReportBlock;
import org.camquay.rtp.rtcp.SenderReport;

/**
 * Sends one track to one viewer (W3C {@code RTCRtpSender}): from the track's shared packets, with a header of its own.
 * A viewer whose path is full skips to the next key frame; nothing is queued for it.
 */
final class RtpSender {
    private static final long WAITING = -1;
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** A picture that waited longer gives way to a newer key frame. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(100);
    /** Whoever joins so long after the last key frame gets one of its own. */
    private static final long STALE_SECONDS = 2;

    private final Track track;
    private final Codec codec;
    private final SendParameters parameters;
    private final SendPath path;
    private final TrackRegistry registry;
    private final SequenceMap sequence;
    private final long timestampOffset;
    private final PacketWriter writer;
    private final Retransmitter retransmitter;
    private final SenderCounters counters = new SenderCounters();
    private final Adaptation adaptation;
    private final PathProbe probe;
    private final boolean video;
    private final RepairDelay repairDelay;
    private final Runnable resume = this::resume;
    private TrackPackets packets;
    private EventLoop.Timer timer;
    private long nextIndex = WAITING;
    private long lastNumber;
    private long earliest;
    /** Number of the first frame left out since the last one sent, -1 for none. */
    private long droppedFrom = -1;
    /** Whether it has not yet caught up with the track since it began. */
    private boolean behind;
    /** Whether the frame at {@link #nextIndex} is to be sent, at the pacer's present rate. */
    private boolean decided;

    RtpSender(
            Track track,
            Codec codec,
            SendParameters parameters,
            SendPath path,
            TrackRegistry registry,
            PlayoutDelay playoutDelay,
            SecureRandom random) {
        this.track = track;
        this.codec = codec;
        this.parameters = parameters;
        this.path = path;
        this.registry = registry;
        // Below 32768, so that a peer that misses the first packets guesses the roll-over counter (RFC 3711 §3.3.1).
        this.sequence = new SequenceMap(random.nextInt(0x4000) + 1);
        this.timestampOffset = random.nextInt() & 0xffffffffL;
        this.writer = new PacketWriter(parameters, path, playoutDelay, timestampOffset, random.nextInt(0x4000) + 1);
        this.retransmitter = new Retransmitter(path, writer, sequence, counters);
        this.adaptation = new Adaptation(path.bandwidth());
        this.probe = new PathProbe(path, writer, counters);
        this.repairDelay = new RepairDelay(playoutDelay, path.bandwidth(), writer);
        this.video = track.kind() == MediaKind.VIDEO;
    }

    long ssrc() {
        return parameters.ssrc();
    }

    /** Begins, with the frames since the last key frame. */
    void start() {
        packets = registry.join(track, codec, path.loop(), this);
        if (!begin()) {
            track.requestKeyFrame();
            return;
        }
        if (packets.ageOf(nextIndex) > STALE_SECONDS * codec.clockRate()) {
            track.requestKeyFrame();
        }
        sendNew();
    }

    /** Goes to where decoding can begin, not before {@link #earliest}. Returns whether there is such a place yet. */
    private boolean begin() {
        long start = packets.startIndex();
        nextIndex = start >= earliest ? start : WAITING;
        if (nextIndex == WAITING) {
            return false;
        }
        behind = true;
        sequence.jumpTo(nextIndex);
        countDropped();
        return true;
    }

    /** Ends. Idempotent. */
    void stop() {
        if (packets != null) {
            registry.leave(track, path.loop(), this);
            packets = null;
            probe.stop();
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Sends what is new on the track, as fast as the path takes it: what it does not take now stays in the ring. */
    void sendNew() {
        if (packets == null || nextIndex == WAITING && !begin()) {
            probeWhileWaiting();
            return;
        }
        boolean all = sendOpen();
        var dropped = path.outlet().flush();
        if (dropped.any()) {
            skip(uncount(dropped));
        } else if (!all) {
            skip(nextIndex);
        }
    }

    /** Puts out what the pacer lets through; false if the path takes no more. */
    private boolean sendOpen() {
        var ring = packets.ring();
        long head = ring.head();
        long now = path.loop().nanoTime();
        while (nextIndex != WAITING && nextIndex < head) {
            var packet = ring.get(nextIndex);
            if (packet == null) {
                return false;
            }
            if (video && packet.beginsFrame() && !decided && !decide(packet.frame(), now)) {
                continue;
            }
            if (video && !path.bandwidth().pacer().open(now)) {
                pause();
                return true;
            }
            if (!send(packet, now)) {
                return false;
            }
        }
        if (nextIndex == head) {
            behind = false;
        }
        return true;
    }

    private boolean send(TrackPacket packet, long now) {
        long number = sequence.take();
        int bytes = writer.send(packet, (int) number, now);
        if (bytes < 0) {
            return false;
        }
        counters.sent(packet, bytes, now);
        retransmitter.mediaSent(bytes);
        lastNumber = number;
        nextIndex++;
        if (video && packet.endsFrame()) {
            ended(packet.frame(), number);
        }
        return true;
    }

    /** The last packets did not get into the socket; returns the index of the first of them. */
    private long uncount(Dropped dropped) {
        long index = nextIndex;
        for (int i = 0; i < dropped.packets(); i++) {
            index = sequence.indexOf((int) (lastNumber - i) & 0xffff);
            counters.unsent(packets.ring().get(index));
        }
        counters.unsent(dropped.bytes());
        return index;
    }

    /** At the beginning of a picture: whether it is sent, and how fast. If not, {@link #nextIndex} is elsewhere. */
    private boolean decide(TrackPacket.Frame frame, long now) {
        long key = packets.keyIndex();
        long waited = behind ? 0 : now - frame.arrivedNanos();
        if (key > nextIndex && (behind || waited > LATE)) {
            leap(frame, key); // a newer place to begin is there already
            return false;
        }
        long stream = packets.bitrate();
        if (!adaptation.takes(frame.key(), stream, waited, now)) {
            leap(frame, key > nextIndex ? key : WAITING);
            return false;
        }
        if (!adaptation.thinned()) {
            probe.whileFull(now);
            if (frame.key()) {
                path.bandwidth().beginProbe(false);
                repairDelay.adapt(counters.roundTripNanos());
            }
        }
        boolean spread = frame.key() || !behind;
        path.bandwidth()
                .pacer()
                .rate(adaptation.pace(stream, spread ? frame.bytes() : 0, packets.viewers(path.loop()), now), now);
        decided = true;
        return true;
    }

    /** A picture is out. */
    private void ended(TrackPacket.Frame frame, long lastNumber) {
        decided = false;
        if (frame.key()) {
            path.bandwidth().endProbe();
            probe.material(packets, frame.first(), frame.end(), lastNumber - (frame.end() - 1 - frame.first()));
        }
    }

    /** Leaves frames out, between two frames, so that the peer misses no number. */
    private void leap(TrackPacket.Frame from, long to) {
        earliest = nextIndex + 1;
        droppedFrom = from.number();
        nextIndex = to;
        if (to == WAITING) {
            probeWhileWaiting();
        } else {
            sequence.jumpTo(to);
            countDropped();
        }
    }

    private void countDropped() {
        var packet = packets.ring().get(nextIndex);
        if (droppedFrom >= 0 && packet != null) {
            counters.framesDropped += packet.frame().number() - droppedFrom;
        }
        droppedFrom = -1;
    }

    private void probeWhileWaiting() {
        if (packets != null && adaptation.thinned() && parameters.rtx()) {
            probe.whileThinned(packets.bitrate(), path.loop().nanoTime());
        }
    }

    private void pause() {
        if (timer == null) {
            timer = path.loop().schedule(resume, path.bandwidth().pacer().pause());
        }
    }

    private void resume() {
        timer = null;
        sendNew();
    }

    /** The socket is full: what cannot be sent now is never sent, from that packet to the next key frame. */
    private void skip(long lost) {
        var cut = packets.ring().get(lost);
        droppedFrom = cut == null ? -1 : cut.frame().number();
        path.bandwidth().endProbe();
        sequence.skipNumber();
        decided = false;
        earliest = lost + 1;
        if (!begin()) {
            track.requestKeyFrame();
        }
    }

    /** Sends again what the peer misses, if it is still there. */
    void onNack(GenericNack nack) {
        counters.nackCount++;
        if (packets != null && parameters.nack()) {
            retransmitter.onNack(nack, packets, path.loop().nanoTime());
        }
    }

    /** The peer cannot decode until a key frame comes. */
    void onPictureLoss(boolean fullIntraRequest) {
        if (fullIntraRequest) {
            counters.firCount++;
        } else {
            counters.pliCount++;
        }
        track.requestKeyFrame();
    }

    /** What the peer says about its reception. */
    void onReport(ReportBlock block, long nowNtp) {
        counters.reported(block, NtpTime.roundTripMicros(block, nowNtp), codec.clockRate());
    }

    /** A sender report for this moment, or null when nothing was sent yet. */
    SenderReport senderReport(long nowEpochMicros) {
        var point = packets == null ? null : packets.clockPoint();
        if (point == null || counters.packetsSent == 0) {
            return null;
        }
        long since = nowEpochMicros - point.epochMicros();
        long timestamp = point.timestamp() + since * codec.clockRate() / MICROS_PER_SECOND + timestampOffset;
        return new SenderReport(
                ssrc(),
                NtpTime.fromEpochMicros(nowEpochMicros),
                timestamp & 0xffffffffL,
                counters.packetsSent & 0xffffffffL,
                counters.payloadBytesSent & 0xffffffffL,
                List.of());
    }

    /** Whether the peer gets key frames only, because its path is too small for more. */
    boolean thinned() {
        return adaptation.thinned();
    }

    PeerStats.OutboundRtp stats() {
        long bitrate = packets == null ? 0 : packets.bitrate();
        return counters.stats(track.kind(), codec.mimeType(), ssrc(), bitrate, adaptation.thinned());
    }
}
