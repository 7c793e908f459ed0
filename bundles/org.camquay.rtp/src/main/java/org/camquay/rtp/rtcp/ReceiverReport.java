// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * RR (RFC 3550 §6.4.2).
 *
 * @param ssrc who reports
 * @param reports one for each source heard, at most 31
 */
public record ReceiverReport(long ssrc, List<ReportBlock> reports) implements RtcpPacket {

    private static final int FIXED_LENGTH = 8;

    public ReceiverReport {
        RtcpWire.checkCount(reports.size());
        reports = List.copyOf(reports);
    }

    static Optional<RtcpPacket> read(int count, ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH) {
            return Optional.empty();
        }
        long ssrc = RtcpWire.unsignedInt(body);
        return Optional.ofNullable(ReportBlock.read(body, count)).map(reports -> new ReceiverReport(ssrc, reports));
    }

    @Override
    public int length() {
        return FIXED_LENGTH + ReportBlock.LENGTH * reports.size();
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, reports.size(), RtcpWire.RECEIVER_REPORT, length());
        destination.putInt((int) ssrc);
        for (var report : reports) {
            report.writeTo(destination);
        }
    }
}
