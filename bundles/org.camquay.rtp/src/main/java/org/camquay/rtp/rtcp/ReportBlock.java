// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reception of one source, as reported by its receiver (RFC 3550 §6.4.1).
 *
 * @param ssrc the source this is about
 * @param fractionLost packets lost since the last report, in 1/256
 * @param cumulativeLost packets lost since the beginning; 24 bits, negative with duplicates
 * @param highestSequenceNumber extended highest sequence number, 32 bits
 * @param jitter in ticks of the payload's clock
 * @param lastSenderReport middle 32 bits of the last sender report's NTP time, 0 for none
 * @param delaySinceLastSenderReport in 1/65536 s
 */
public record ReportBlock(
        long ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequenceNumber,
        long jitter,
        long lastSenderReport,
        long delaySinceLastSenderReport) {

    static final int LENGTH = 24;

    private static final int MAX_LOST = 0x7fffff;

    /** Reads {@code count} blocks; null when there are fewer. */
    static List<ReportBlock> read(ByteBuffer body, int count) {
        if (body.remaining() < count * LENGTH) {
            return null;
        }
        var blocks = new ArrayList<ReportBlock>(count);
        for (int i = 0; i < count; i++) {
            long ssrc = RtcpWire.unsignedInt(body);
            int loss = body.getInt();
            blocks.add(new ReportBlock(
                    ssrc,
                    loss >>> 24,
                    loss << 8 >> 8,
                    RtcpWire.unsignedInt(body),
                    RtcpWire.unsignedInt(body),
                    RtcpWire.unsignedInt(body),
                    RtcpWire.unsignedInt(body)));
        }
        return List.copyOf(blocks);
    }

    void writeTo(ByteBuffer destination) {
        int lost = Math.max(-MAX_LOST - 1, Math.min(MAX_LOST, cumulativeLost));
        destination.putInt((int) ssrc);
        destination.putInt(fractionLost << 24 | lost & 0xffffff);
        destination.putInt((int) highestSequenceNumber);
        destination.putInt((int) jitter);
        destination.putInt((int) lastSenderReport);
        destination.putInt((int) delaySinceLastSenderReport);
    }
}
