// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.rtp.Bytes;
import org.camquay.rtp.RtpHeader;
import org.camquay.rtp.RtpPacket;

/** Sends payloads as packets, one sequence number after the other, as a sender would. */
final class Wire {

    private int sequenceNumber;

    Wire(int firstSequenceNumber) {
        sequenceNumber = firstSequenceNumber;
    }

    List<RtpPacket> packets(List<RtpPayload> payloads, long timestamp) {
        var packets = new ArrayList<RtpPacket>();
        for (var payload : payloads) {
            var header = new RtpHeader(
                    payload.marker(), 96, sequenceNumber++ & 0xffff, timestamp + payload.timestampOffset(), 1);
            packets.add(RtpPacket.of(header, bytes(payload)));
        }
        return packets;
    }

    /** The payload's bytes, written in both ways. */
    static ByteBuffer bytes(RtpPayload payload) {
        byte[] array = new byte[payload.length() + 2];
        assertThat(payload.copyTo(array, 1)).isEqualTo(payload.length());
        var buffer = ByteBuffer.allocateDirect(payload.length() + 1).position(1);
        payload.copyTo(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        var written = ByteBuffer.wrap(array, 1, payload.length()).slice();
        assertThat(buffer.flip().position(1)).isEqualTo(written);
        return written;
    }

    static List<String> hex(List<RtpPayload> payloads) {
        return payloads.stream().map(Wire::bytes).map(Bytes::hex).toList();
    }
}
