// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.api.peer.OutboundDetail;
import org.camquay.api.peer.PeerStats;
import org.camquay.rtp.rtcp.NtpTime;
import org.camquay.rtp.rtcp.SenderReport;

/** What a sender reports of itself: to its peer (RFC 3550 §6.4.1), and to an operator (W3C {@code outbound-rtp}). */
final class OutboundReport {
    private final Codec codec;
    private final long ssrc;
    private final RtpClock clock;
    private final SenderCounters counters;
    private final Cursor cursor;

    OutboundReport(Codec codec, long ssrc, RtpClock clock, SenderCounters counters, Cursor cursor) {
        this.codec = codec;
        this.ssrc = ssrc;
        this.clock = clock;
        this.counters = counters;
        this.cursor = cursor;
    }

    /** For this moment, or null when nothing was sent yet. */
    SenderReport toPeer(boolean open, long nowEpochMicros) {
        counters.measure(nowEpochMicros);
        var point = open ? cursor.packets().clockPoint() : null;
        if (point == null || counters.packetsSent == 0) {
            return null;
        }
        return new SenderReport(
                ssrc,
                NtpTime.fromEpochMicros(nowEpochMicros),
                clock.at(point, nowEpochMicros),
                counters.packetsSent & 0xffffffffL,
                counters.payloadBytesSent & 0xffffffffL,
                List.of());
    }

    PeerStats.OutboundRtp stats(boolean open, QualitySwitch quality, FrameGate gate, long now) {
        var detail = new OutboundDetail(
                counters.detail(),
                SentQuality.of(quality.current(), quality.changes(), gate.policy()),
                open ? cursor.queue(now) : OutboundDetail.NONE.queue(),
                counters.remote());
        long bitrate = open ? cursor.packets().bitrate() : 0;
        return counters.stats(codec.kind(), codec.mimeType(), ssrc, bitrate, gate.limited(), detail);
    }
}
