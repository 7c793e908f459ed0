// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.media.MediaKind;
import org.camquay.api.peer.OutboundDetail;
import org.camquay.api.peer.PeerStats;
import org.camquay.rtp.rtcp.ReportBlock;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.transport.Dropped;

/** What one sender has counted, in the words of W3C webrtc-stats. */
final class SenderCounters {
    long packetsSent;
    long payloadBytesSent;
    long framesDropped;
    long nackCount;
    long retransmissionsRefused;
    long pliCount;
    long firCount;
    private long retransmittedPackets;
    private long retransmittedBytes;
    private long sendDelayNanos;
    private long bytesSent;
    private long framesSent;
    private long packetsLost;
    private double jitter;
    private double roundTripTime;
    private long shortestRoundTripNanos;
    private double totalRoundTripTime;
    private long roundTripTimes;
    private double fractionLost;
    private long keyFramesSent;
    private long retransmittedPayloadBytes;
    private double captureDelay;
    private double totalCaptureDelay;
    private long captureDelays;
    private long measuredAt;
    private long measuredBytes;
    private double bitrate;

    void sent(TrackPacket packet, int bytes, long now) {
        packetsSent++;
        sendDelayNanos += Math.max(0, now - packet.frame().arrivedNanos());
        payloadBytesSent += packet.payload().length();
        bytesSent += bytes;
        if (packet.endsFrame()) {
            framesSent++;
            keyFramesSent += packet.frame().key() ? 1 : 0;
        }
    }

    /** A frame is out, so long after it was captured. */
    void delivered(long micros) {
        captureDelay = micros / 1e6;
        totalCaptureDelay += captureDelay;
        captureDelays++;
    }

    /** To be called about once a second. */
    void measure(long nowMicros) {
        long bytes = bytesSent + retransmittedBytes;
        long since = nowMicros - measuredAt;
        if (measuredAt != 0 && since > 0) {
            bitrate = Math.max(0, (bytes - measuredBytes) * 8e6 / since);
        }
        measuredAt = nowMicros;
        measuredBytes = bytes;
    }

    /** The socket had no room for a packet that was counted; null if it is not known any more. */
    void unsent(TrackPacket packet) {
        packetsSent--;
        if (packet != null) {
            payloadBytesSent -= packet.payload().length();
            framesSent -= packet.endsFrame() ? 1 : 0;
            keyFramesSent -= packet.endsFrame() && packet.frame().key() ? 1 : 0;
        }
    }

    /** Nor for so many bytes of header and payload. */
    void unsent(int bytes) {
        bytesSent -= bytes;
    }

    /** Nor for these retransmissions. */
    void unresent(Dropped dropped) {
        retransmittedPackets -= dropped.packets();
        if (dropped.any()) {
            long before = Math.max(1, retransmittedBytes);
            retransmittedBytes -= dropped.bytes();
            retransmittedPayloadBytes -= dropped.bytes() * retransmittedPayloadBytes / before;
        }
    }

    /** @param payload of the bytes, those that were sent before */
    void resent(int bytes, int payload) {
        retransmittedPackets++;
        retransmittedBytes += bytes;
        retransmittedPayloadBytes += payload;
    }

    /** Of the last reports the shortest, since a busy peer answers late; 0 when not known. */
    long roundTripNanos() {
        return shortestRoundTripNanos;
    }

    /** The same, but as long as there was no report, what feedback shows. */
    long roundTripNanos(Bandwidth bandwidth) {
        return shortestRoundTripNanos == 0 ? bandwidth.feedbackNanos() : shortestRoundTripNanos;
    }

    void reported(ReportBlock block, long roundTripMicros, int clockRate) {
        packetsLost = block.cumulativeLost();
        fractionLost = block.fractionLost() / 256.0;
        jitter = (double) block.jitter() / clockRate;
        if (roundTripMicros >= 0) {
            roundTripTime = roundTripMicros / 1e6;
            totalRoundTripTime += roundTripTime;
            roundTripTimes++;
            long longer = shortestRoundTripNanos + shortestRoundTripNanos / 8;
            long now = roundTripMicros * 1_000;
            shortestRoundTripNanos = shortestRoundTripNanos == 0 ? now : Math.min(now, longer);
        }
    }

    OutboundDetail.Sent detail() {
        return new OutboundDetail.Sent(
                keyFramesSent,
                bytesSent - payloadBytesSent,
                retransmittedBytes - retransmittedPayloadBytes,
                retransmissionsRefused,
                bitrate,
                captureDelay,
                totalCaptureDelay,
                captureDelays);
    }

    OutboundDetail.RemoteInbound remote() {
        return new OutboundDetail.RemoteInbound(fractionLost, totalRoundTripTime, roundTripTimes);
    }

    /**
     * @param streamBitrate of all there is, bits a second
     * @param thinned whether not all of it is sent
     */
    PeerStats.OutboundRtp stats(
            MediaKind kind, String mimeType, long ssrc, long streamBitrate, boolean thinned, OutboundDetail detail) {
        return new PeerStats.OutboundRtp(
                kind,
                mimeType,
                ssrc,
                packetsSent,
                bytesSent,
                framesSent,
                framesDropped,
                nackCount,
                retransmittedPackets,
                pliCount,
                firCount,
                packetsLost,
                jitter,
                roundTripTime,
                retransmittedBytes,
                streamBitrate,
                sendDelayNanos / 1e9,
                thinned,
                detail);
    }
}
