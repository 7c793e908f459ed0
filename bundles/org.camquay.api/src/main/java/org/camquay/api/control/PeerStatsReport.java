// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/**
 * What a viewer was sent and how it arrived, as {@code getPeerStats} answers. Names, units and meaning are those of W3C
 * webrtc-stats (<a href="https://www.w3.org/TR/webrtc-stats/">w3.org/TR/webrtc-stats</a>) unless said otherwise: times in
 * seconds, bytes of payload, counts since the connection began.
 *
 * @param id of the viewer, as in {@code clientsConnected}; not W3C's
 * @param localStreamName what it asked for; not W3C's
 * @param timestamp when this was read, milliseconds since 1970
 * @param outboundRtp {@code RTCOutboundRtpStreamStats}, one for each track sent
 * @param remoteInboundRtp {@code RTCRemoteInboundRtpStreamStats}, one for each of them, by its {@code ssrc}
 * @param candidatePair {@code RTCIceCandidatePairStats} of the pair in use, or null
 * @param transport {@code RTCTransportStats}
 */
public record PeerStatsReport(
        String id,
        String localStreamName,
        long timestamp,
        List<OutboundRtpEntry> outboundRtp,
        List<RemoteInboundRtpEntry> remoteInboundRtp,
        CandidatePairEntry candidatePair,
        TransportEntry transport) {
    /**
     * A track sent. What is not W3C's:
     *
     * @param mimeType in W3C a member of the codec
     * @param localStreamName what the viewer gets: of a group, the present quality
     * @param thinned whether it gets key frames only, since its path is too small for more
     * @param limitation why it does not get all there is, in plain English; empty when it does
     * @param bitrate bits a second with headers and retransmissions, over the last second or so
     * @param keyFramesSent of {@code framesSent}
     * @param framesDropped that were left out for this viewer
     * @param sendQueue what waits to be sent
     * @param captureToSendDelay seconds from capture, or where the source does not tell, from when the frame came, until
     *     its last packet was sent, of the latest frame
     * @param totalCaptureToSendDelay the same of all frames measured
     * @param captureToSendDelayMeasurements how many these are
     * @param retransmissionsRefused packets asked for and not sent again, since that would have been too many
     */
    public record OutboundRtpEntry(
            String type,
            String kind,
            long ssrc,
            String mimeType,
            boolean active,
            String localStreamName,
            int frameWidth,
            int frameHeight,
            double framesPerSecond,
            double targetBitrate,
            double bitrate,
            long packetsSent,
            long bytesSent,
            long headerBytesSent,
            long framesSent,
            long keyFramesSent,
            long framesDropped,
            long nackCount,
            long pliCount,
            long firCount,
            long retransmittedPacketsSent,
            long retransmittedBytesSent,
            long retransmissionsRefused,
            String qualityLimitationReason,
            long qualityLimitationResolutionChanges,
            boolean thinned,
            String limitation,
            double totalPacketSendDelay,
            double captureToSendDelay,
            double totalCaptureToSendDelay,
            long captureToSendDelayMeasurements,
            SendQueueEntry sendQueue) {}

    /**
     * What waits to be sent to this viewer alone; not W3C's.
     *
     * @param packets that have come and are not sent
     * @param bytes of their payloads
     * @param milliseconds since the first of them came
     */
    public record SendQueueEntry(long packets, long bytes, double milliseconds) {}

    /** What the viewer reports of a track. */
    public record RemoteInboundRtpEntry(
            String type,
            String kind,
            long ssrc,
            long packetsLost,
            double fractionLost,
            double jitter,
            double roundTripTime,
            double totalRoundTripTime,
            long roundTripTimeMeasurements) {}

    /**
     * The pair in use.
     *
     * @param local type, protocol, address and port of our candidate; in W3C an object of its own
     * @param remote the same of the viewer's
     * @param availableOutgoingBitrate what the path is estimated to take, bits a second; 0 when not known
     */
    public record CandidatePairEntry(
            String type,
            String local,
            String remote,
            String state,
            boolean nominated,
            double currentRoundTripTime,
            double availableOutgoingBitrate,
            long packetsSent,
            long bytesSent,
            long packetsReceived,
            long bytesReceived,
            long packetsDiscardedOnSend,
            long bytesDiscardedOnSend) {}

    /** The transport, over all pairs it has had. */
    public record TransportEntry(
            String type,
            String iceState,
            String dtlsState,
            String dtlsRole,
            String srtpCipher,
            long selectedCandidatePairChanges,
            long packetsSent,
            long bytesSent,
            long packetsReceived,
            long bytesReceived) {}
}
