// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.security.SecureRandom;
import java.util.List;
import org.camquay.api.media.Codec;
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
    private TrackPackets packets;
    private long nextIndex = WAITING;
    private long earliest;

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
        this.retransmitter = new Retransmitter(writer, sequence, counters);
    }

    long ssrc() {
        return parameters.ssrc();
    }

    /** Begins, with the frames since the last key frame. */
    void start() {
        packets = registry.join(track, codec, path.loop(), this);
        if (begin()) {
            sendNew();
        } else {
            track.requestKeyFrame();
        }
    }

    /** Goes to where decoding can begin, not before {@link #earliest}. Returns whether there is such a place yet. */
    private boolean begin() {
        long start = packets.startIndex();
        nextIndex = start >= earliest ? start : WAITING;
        if (nextIndex == WAITING) {
            return false;
        }
        sequence.jumpTo(nextIndex);
        return true;
    }

    /** Ends. Idempotent. */
    void stop() {
        if (packets != null) {
            registry.leave(track, path.loop(), this);
            packets = null;
        }
    }

    /** Sends what is new on the track. */
    void sendNew() {
        if (packets == null) {
            return;
        }
        var ring = packets.ring();
        long head = ring.head();
        if (nextIndex == WAITING && !begin()) {
            return;
        }
        long now = path.loop().nanoTime();
        while (nextIndex < head) {
            var packet = ring.get(nextIndex);
            int bytes = packet == null ? -1 : writer.send(packet, (int) sequence.take(), now);
            if (bytes < 0) {
                skip();
                return;
            }
            counters.sent(packet, bytes);
            retransmitter.mediaSent(bytes);
            nextIndex++;
        }
    }

    /** The path is full: what cannot be sent now is never sent. */
    private void skip() {
        counters.framesDropped++;
        sequence.skipNumber();
        earliest = nextIndex + 1;
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

    PeerStats.OutboundRtp stats() {
        return counters.stats(track.kind(), codec.mimeType(), ssrc());
    }
}
