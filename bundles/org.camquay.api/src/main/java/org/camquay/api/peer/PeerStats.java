// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.media.MediaKind;

/**
 * What a connection has carried, in the words of W3C webrtc-stats.
 *
 * @param outbound one for each track sent
 * @param selectedPair the candidate pair in use, or null
 * @param dtlsCipher and SRTP profile, empty before the handshake is done
 * @param availableOutgoingBitrate what the path is estimated to take, bits a second; 0 when not known
 * @param transport what went over the path
 */
public record PeerStats(
        List<OutboundRtp> outbound,
        IceCandidatePair selectedPair,
        String dtlsCipher,
        double availableOutgoingBitrate,
        TransportStats transport) {
    /** Without an estimate of the path. */
    public PeerStats(List<OutboundRtp> outbound, IceCandidatePair selectedPair, String dtlsCipher) {
        this(outbound, selectedPair, dtlsCipher, 0);
    }

    /** Without what went over the path. */
    public PeerStats(
            List<OutboundRtp> outbound,
            IceCandidatePair selectedPair,
            String dtlsCipher,
            double availableOutgoingBitrate) {
        this(outbound, selectedPair, dtlsCipher, availableOutgoingBitrate, TransportStats.NONE);
    }

    /**
     * W3C {@code RTCOutboundRtpStreamStats} and {@code RTCRemoteInboundRtpStreamStats}, reduced.
     *
     * @param packetsSent without retransmissions, which W3C has in it
     * @param bytesSent headers and payload, without retransmissions; W3C has payloads alone, and those of retransmissions
     * @param roundTripTime seconds, 0 when not known
     * @param jitter seconds, as the peer reports it
     * @param packetsLost as the peer reports it
     * @param retransmittedBytesSent headers and payload, beside {@code bytesSent}
     * @param targetBitrate what the stream takes when nothing is left out, bits a second; 0 when not known
     * @param totalPacketSendDelay seconds that packets have waited from when they came until they were sent, summed over
     *     {@code packetsSent}
     * @param thinned whether the peer gets less than there is, because its path is too small for it
     * @param detail the rest
     */
    public record OutboundRtp(
            MediaKind kind,
            String mimeType,
            long ssrc,
            long packetsSent,
            long bytesSent,
            long framesSent,
            long framesDropped,
            long nackCount,
            long retransmittedPacketsSent,
            long pliCount,
            long firCount,
            long packetsLost,
            double jitter,
            double roundTripTime,
            long retransmittedBytesSent,
            double targetBitrate,
            double totalPacketSendDelay,
            boolean thinned,
            OutboundDetail detail) {
        /** W3C {@code RTCQualityLimitationReason}: {@code bandwidth} or {@code none}. */
        public String qualityLimitationReason() {
            return thinned ? "bandwidth" : "none";
        }
    }
}
