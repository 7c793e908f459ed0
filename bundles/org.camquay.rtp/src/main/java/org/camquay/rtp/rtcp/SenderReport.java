// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * SR (RFC 3550 §6.4.1).
 *
 * @param ssrc the sender
 * @param ntpTime 64-bit NTP time of the report, see {@link NtpTime}
 * @param rtpTimestamp the same instant on the payload's clock, 32 bits
 * @param packetCount packets sent, 32 bits
 * @param octetCount payload bytes sent, 32 bits
 * @param reports on what the sender itself receives, at most 31
 */
public record SenderReport(
        long ssrc, long ntpTime, long rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> reports)
        implements RtcpPacket {

    private static final int FIXED_LENGTH = 28;

    public SenderReport {
        RtcpWire.checkCount(reports.size());
        reports = List.copyOf(reports);
    }

    static Optional<RtcpPacket> read(int count, ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH) {
            return Optional.empty();
        }
        long ssrc = RtcpWire.unsignedInt(body);
        long ntpTime = body.getLong();
        long rtpTimestamp = RtcpWire.unsignedInt(body);
        long packets = RtcpWire.unsignedInt(body);
        long octets = RtcpWire.unsignedInt(body);
        return Optional.ofNullable(ReportBlock.read(body, count))
                .map(reports -> new SenderReport(ssrc, ntpTime, rtpTimestamp, packets, octets, reports));
    }

    @Override
    public int length() {
        return FIXED_LENGTH + ReportBlock.LENGTH * reports.size();
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, reports.size(), RtcpWire.SENDER_REPORT, length());
        destination.putInt((int) ssrc);
        destination.putLong(ntpTime);
        destination.putInt((int) rtpTimestamp);
        destination.putInt((int) packetCount);
        destination.putInt((int) octetCount);
        for (var report : reports) {
            report.writeTo(destination);
        }
    }
}
