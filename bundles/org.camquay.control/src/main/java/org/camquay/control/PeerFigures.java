// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.Locale;
import org.camquay.api.control.PeerStatsReport;
import org.camquay.api.control.PeerStatsReport.CandidatePairEntry;
import org.camquay.api.control.PeerStatsReport.OutboundRtpEntry;
import org.camquay.api.control.PeerStatsReport.RemoteInboundRtpEntry;
import org.camquay.api.control.PeerStatsReport.SendQueueEntry;
import org.camquay.api.control.PeerStatsReport.TransportEntry;
import org.camquay.api.peer.OutboundDetail.SendQueue;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.peer.PeerStats.OutboundRtp;

/** One viewer's statistics as W3C counts them: retransmissions among packets and bytes, bytes without headers. */
final class PeerFigures {
    private PeerFigures() {}

    static PeerStatsReport of(PeerEntry peer, long now) {
        var stats = peer.stats();
        boolean active = peer.state() == PeerConnectionState.CONNECTED;
        return new PeerStatsReport(
                peer.id().value(),
                peer.streamName(),
                now,
                stats.outbound().stream().map(rtp -> outbound(rtp, active)).toList(),
                stats.outbound().stream().map(PeerFigures::remoteInbound).toList(),
                pair(stats),
                transport(stats));
    }

    private static OutboundRtpEntry outbound(OutboundRtp rtp, boolean active) {
        var sent = rtp.detail().sent();
        var quality = rtp.detail().quality();
        long resent = rtp.retransmittedBytesSent() - sent.retransmittedHeaderBytesSent();
        return new OutboundRtpEntry(
                "outbound-rtp",
                rtp.kind().name().toLowerCase(Locale.ROOT),
                rtp.ssrc(),
                rtp.mimeType(),
                active,
                quality.streamName(),
                quality.frameWidth(),
                quality.frameHeight(),
                quality.framesPerSecond(),
                rtp.targetBitrate(),
                sent.bitrate(),
                rtp.packetsSent() + rtp.retransmittedPacketsSent(),
                rtp.bytesSent() - sent.headerBytesSent() + resent,
                sent.headerBytesSent() + sent.retransmittedHeaderBytesSent(),
                rtp.framesSent(),
                sent.keyFramesSent(),
                rtp.framesDropped(),
                rtp.nackCount(),
                rtp.pliCount(),
                rtp.firCount(),
                rtp.retransmittedPacketsSent(),
                resent,
                sent.retransmissionsRefused(),
                rtp.qualityLimitationReason(),
                quality.changes(),
                quality.keyFramesOnly(),
                quality.limitation(),
                rtp.totalPacketSendDelay(),
                sent.captureToSendDelay(),
                sent.totalCaptureToSendDelay(),
                sent.captureToSendDelayMeasurements(),
                queue(rtp.detail().queue()));
    }

    private static SendQueueEntry queue(SendQueue queue) {
        return new SendQueueEntry(queue.packets(), queue.bytes(), queue.delay() * 1000);
    }

    private static RemoteInboundRtpEntry remoteInbound(OutboundRtp rtp) {
        var remote = rtp.detail().remote();
        return new RemoteInboundRtpEntry(
                "remote-inbound-rtp",
                rtp.kind().name().toLowerCase(Locale.ROOT),
                rtp.ssrc(),
                rtp.packetsLost(),
                remote.fractionLost(),
                rtp.jitter(),
                rtp.roundTripTime(),
                remote.totalRoundTripTime(),
                remote.roundTripTimeMeasurements());
    }

    private static CandidatePairEntry pair(PeerStats stats) {
        var pair = stats.selectedPair();
        if (pair == null) {
            return null;
        }
        var traffic = stats.transport().selected();
        return new CandidatePairEntry(
                "candidate-pair",
                CandidateText.of(pair.local()).toString(),
                CandidateText.of(pair.remote()).toString(),
                pair.state(),
                pair.nominated(),
                pair.roundTripTime(),
                stats.availableOutgoingBitrate(),
                traffic.packetsSent(),
                traffic.bytesSent(),
                traffic.packetsReceived(),
                traffic.bytesReceived(),
                traffic.packetsDiscardedOnSend(),
                traffic.bytesDiscardedOnSend());
    }

    private static TransportEntry transport(PeerStats stats) {
        var transport = stats.transport();
        return new TransportEntry(
                "transport",
                transport.iceState(),
                transport.dtlsState(),
                transport.dtlsRole(),
                transport.srtpCipher(),
                transport.selectedCandidatePairChanges(),
                transport.total().packetsSent(),
                transport.total().bytesSent(),
                transport.total().packetsReceived(),
                transport.total().bytesReceived());
    }
}
