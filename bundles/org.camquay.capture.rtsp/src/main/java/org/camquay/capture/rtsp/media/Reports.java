// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.rtp.RtpHeader;
import org.camquay.rtp.rtcp.Goodbye;
import org.camquay.rtp.rtcp.PictureLossIndication;
import org.camquay.rtp.rtcp.ReceiverReport;
import org.camquay.rtp.rtcp.ReceptionStatistics;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.RtcpPacket;
import org.camquay.rtp.rtcp.SenderReport;
import org.camquay.rtp.rtcp.SourceDescription;

/** The RTCP of one track (RFC 3550 §6): what the camera reports, and what we do. Times in microseconds. Only on one thread. */
final class Reports {
    private static final long BETWEEN_WISHES = 1_000_000;

    private final int rate;
    private final boolean asksForKeys;
    private ReceptionStatistics statistics;
    private long ssrc;
    private boolean ended;
    private boolean keyWanted;
    private long wishedAt;

    /** @param asksForKeys whether the camera sends a key frame when it is asked */
    Reports(int rate, boolean asksForKeys) {
        this.rate = rate;
        this.asksForKeys = asksForKeys;
    }

    void packet(RtpHeader header, long arrival) {
        if (statistics == null || header.ssrc() != ssrc) {
            ssrc = header.ssrc();
            statistics = new ReceptionStatistics(ssrc, rate);
            wishedAt = arrival - BETWEEN_WISHES;
        }
        ended = false;
        statistics.onPacket(header.sequenceNumber(), header.timestamp(), arrival);
    }

    /** The camera's report of this track. Cameras that mistake their own source number are many: it is not looked at. */
    Optional<SenderReport> read(ByteBuffer datagram, long arrival) {
        SenderReport found = null;
        for (RtcpPacket packet : RtcpCompound.parse(datagram).packets()) {
            if (packet instanceof SenderReport report) {
                found = report;
            } else if (packet instanceof Goodbye bye) {
                ended = bye.ssrcs().isEmpty() || bye.ssrcs().contains(ssrc);
            }
        }
        if (found != null && statistics != null) {
            statistics.onSenderReport(found, arrival);
        }
        return Optional.ofNullable(found);
    }

    boolean ended() {
        return ended;
    }

    void wantKey() {
        keyWanted = asksForKeys;
    }

    boolean isUrgent(long now) {
        return keyWanted && statistics != null && now - wishedAt >= BETWEEN_WISHES;
    }

    ByteBuffer write(long now, long ourSsrc) {
        if (statistics == null) {
            return ByteBuffer.allocate(0);
        }
        var packets = new ArrayList<RtcpPacket>();
        packets.add(new ReceiverReport(ourSsrc, List.of(statistics.report(now))));
        packets.add(SourceDescription.of(ourSsrc, Long.toHexString(ourSsrc) + "@camquay"));
        if (keyWanted) {
            packets.add(new PictureLossIndication(ourSsrc, ssrc));
            keyWanted = false;
            wishedAt = now;
        }
        var buffer = ByteBuffer.allocate(RtcpCompound.length(packets));
        RtcpCompound.write(packets, buffer);
        return buffer.flip();
    }
}
