// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camquay.api.control.PeerStatsList;
import org.camquay.api.control.PeerStatsReport;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.media.MediaKind;
import org.camquay.api.peer.OutboundDetail;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.peer.PeerStats.OutboundRtp;
import org.junit.jupiter.api.Test;

/** What viewers were sent, as W3C would count it. */
class PeerStatsTest {
    private final FakePeers peers = new FakePeers();
    private final GetPeerStatsCommand getPeerStats = new GetPeerStatsCommand(peers);

    @Test
    void getPeerStats_ofOne_countsAsW3cDoes() {
        peers.entries.add(viewer("a"));
        var report = (PeerStatsReport) getPeerStats.call(Map.of("id", "p-a")).data();
        var video = report.outboundRtp().get(0);
        assertThat(video.packetsSent()).as("with retransmissions").isEqualTo(12);
        assertThat(video.bytesSent()).as("without headers").isEqualTo(1000 - 120 + 300 - 24);
        assertThat(video.headerBytesSent()).isEqualTo(144);
        assertThat(video.retransmittedBytesSent()).isEqualTo(276);
        assertThat(video.localStreamName()).isEqualTo("a-sub");
        assertThat(video.sendQueue().milliseconds()).isEqualTo(8);
        assertThat(report.remoteInboundRtp().get(0).packetsLost()).isEqualTo(1);
        assertThat(report.remoteInboundRtp().get(0).fractionLost()).isEqualTo(0.25);
        assertThat(report.candidatePair().availableOutgoingBitrate()).isEqualTo(3e6);
        assertThat(report.candidatePair().local()).isEqualTo("host udp 192.0.2.1:4545");
        assertThat(report.transport().iceState()).isEqualTo("new");
    }

    @Test
    void getPeerStats_ofAll_sumsUpStreams() {
        peers.entries.add(viewer("a"));
        peers.entries.add(viewer("b"));
        var all = (PeerStatsList) getPeerStats.call(Map.of()).data();
        assertThat(all.peers()).hasSize(2);
        var sub = all.streams().stream()
                .filter(stream -> stream.localStreamName().equals("a-sub"))
                .findFirst()
                .orElseThrow();
        assertThat(sub.viewers()).isOne();
        assertThat(sub.packetsSent()).isEqualTo(12);
        assertThat(sub.bitrate()).isEqualTo(2e6);
        assertThat(sub.captureToSendDelay()).isEqualTo(0.012);
    }

    @Test
    void getPeerStats_ofAStranger_pointsToTheList() {
        assertThat(getPeerStats.call(Map.of("id", "nobody")).description()).contains("clientsConnected");
    }

    /** One with a picture and sound, of which the picture is that of another quality. */
    static PeerEntry viewer(String stream) {
        var detail = new OutboundDetail(
                new OutboundDetail.Sent(1, 120, 24, 0, 2e6, 0.012, 0.05, 4),
                new OutboundDetail.Quality(
                        stream + "-sub", 640, 360, 30, 1, false, "the path takes less than the best quality"),
                new OutboundDetail.SendQueue(3, 3300, 0.008),
                new OutboundDetail.RemoteInbound(0.25, 0.1, 2));
        var video = new OutboundRtp(
                MediaKind.VIDEO, "video/H264", 1, 10, 1000, 5, 0, 0, 2, 0, 0, 1, 0, 0.05, 300, 0, 0, false, detail);
        var audio = new OutboundRtp(
                MediaKind.AUDIO,
                "audio/opus",
                2,
                20,
                2000,
                5,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0.04,
                0,
                0,
                0,
                false,
                OutboundDetail.NONE);
        var pair = new IceCandidatePair(
                "candidate:1 1 udp 2130706431 192.0.2.1 4545 typ host",
                "candidate:2 1 udp 2130706431 192.0.2.2 5000 typ host generation 0",
                "succeeded",
                true,
                0.05);
        return new PeerEntry(
                new PeerId("p-" + stream),
                stream,
                "whep",
                "192.0.2.2",
                PeerConnectionState.CONNECTED,
                Instant.now(),
                new PeerStats(List.of(video, audio), pair, "", 3e6));
    }
}
