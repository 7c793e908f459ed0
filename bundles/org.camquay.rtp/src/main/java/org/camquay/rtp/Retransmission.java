// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The RTX payload (RFC 4588 §4): two bytes with the original sequence number (OSN) in front of the
 * original payload. Thread: any.
 */
public final class Retransmission {

    /** Bytes that RTX adds to a payload. */
    public static final int OVERHEAD = 2;

    private Retransmission() {}

    /** Writes the OSN; the original payload follows it. Returns {@link #OVERHEAD}. */
    public static int writeOriginalSequenceNumber(byte[] destination, int offset, int sequenceNumber) {
        destination[offset] = (byte) (sequenceNumber >> 8);
        destination[offset + 1] = (byte) sequenceNumber;
        return OVERHEAD;
    }

    /**
     * The original packet of a received retransmission. Empty for a payload without OSN, such as padding.
     *
     * @param payloadType of the original stream, by {@code apt}
     * @param ssrc of the original stream
     */
    public static Optional<RtpPacket> unwrap(RtpPacket retransmitted, int payloadType, long ssrc) {
        ByteBuffer payload = retransmitted.payload();
        if (payload.remaining() < OVERHEAD) {
            return Optional.empty();
        }
        int at = payload.position();
        int sequenceNumber = (payload.get(at) & 0xff) << 8 | payload.get(at + 1) & 0xff;
        var sent = retransmitted.header();
        var header = new RtpHeader(sent.marker(), payloadType, sequenceNumber, sent.timestamp(), ssrc);
        var original = payload.slice(at + OVERHEAD, payload.remaining() - OVERHEAD);
        return Optional.of(
                new RtpPacket(header, retransmitted.extensionProfile(), retransmitted.extension(), original));
    }
}
