// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.camquay.api.control.PeerStatsList.StreamStatsEntry;
import org.camquay.api.control.PeerStatsReport;
import org.camquay.api.control.PeerStatsReport.OutboundRtpEntry;
import org.camquay.api.control.PeerStatsReport.RemoteInboundRtpEntry;

/** The viewers' statistics summed up by what they get. */
final class StreamFigures {
    private final String name;
    private final List<OutboundRtpEntry> sent = new ArrayList<>();
    private final Set<String> viewers = new HashSet<>();
    private long lost;

    private StreamFigures(String name) {
        this.name = name;
    }

    static List<StreamStatsEntry> of(List<PeerStatsReport> peers) {
        var streams = new TreeMap<String, StreamFigures>();
        for (var peer : peers) {
            for (int i = 0; i < peer.outboundRtp().size(); i++) {
                var rtp = peer.outboundRtp().get(i);
                streams.computeIfAbsent(rtp.localStreamName(), StreamFigures::new)
                        .add(peer.id(), rtp, peer.remoteInboundRtp().get(i));
            }
        }
        return streams.values().stream().map(StreamFigures::entry).toList();
    }

    private void add(String viewer, OutboundRtpEntry rtp, RemoteInboundRtpEntry remote) {
        sent.add(rtp);
        lost += remote.packetsLost();
        viewers.add(viewer);
    }

    private StreamStatsEntry entry() {
        return new StreamStatsEntry(
                name,
                viewers.size(),
                (int) sent.stream().filter(OutboundRtpEntry::thinned).count(),
                sent.stream().mapToDouble(OutboundRtpEntry::bitrate).sum(),
                sum(OutboundRtpEntry::packetsSent),
                lost,
                sum(OutboundRtpEntry::nackCount),
                sum(OutboundRtpEntry::retransmittedPacketsSent),
                sum(OutboundRtpEntry::pliCount),
                sum(OutboundRtpEntry::firCount),
                sent.stream()
                        .mapToDouble(rtp -> rtp.sendQueue().milliseconds())
                        .max()
                        .orElse(0),
                captureToSendDelay());
    }

    private long sum(ToLongFunction<OutboundRtpEntry> what) {
        return sent.stream().mapToLong(what).sum();
    }

    private double captureToSendDelay() {
        var pictures = sent.stream().filter(rtp -> rtp.kind().equals("video")).toList();
        return (pictures.isEmpty() ? sent : pictures)
                .stream()
                        .mapToDouble(OutboundRtpEntry::captureToSendDelay)
                        .average()
                        .orElse(0);
    }
}
