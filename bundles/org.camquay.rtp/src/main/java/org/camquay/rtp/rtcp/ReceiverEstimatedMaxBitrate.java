// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * REMB: what the receiver estimates it can take of all the named sources together (draft-alvestrand-rmcat-remb-03).
 *
 * @param senderSsrc who says so
 * @param bitrate bits a second; on the wire only the upper 18 bits are kept
 * @param ssrcs of the media, at most 255
 */
public record ReceiverEstimatedMaxBitrate(long senderSsrc, long bitrate, List<Long> ssrcs) implements RtcpPacket {

    private static final int IDENTIFIER = 0x52454d42; // "REMB"
    private static final int FIXED_LENGTH = 20;
    private static final int MANTISSA_BITS = 18;
    private static final int MAX_SSRCS = 255;

    /** @throws IllegalArgumentException for a negative bitrate or more than 255 sources */
    public ReceiverEstimatedMaxBitrate {
        if (bitrate < 0 || ssrcs.size() > MAX_SSRCS) {
            throw new IllegalArgumentException(
                    "REMB holds no bitrate " + bitrate + " for " + ssrcs.size() + " sources");
        }
        ssrcs = List.copyOf(ssrcs);
    }

    /** Whether an application layer feedback message is a REMB. */
    static boolean is(ByteBuffer body) {
        return body.remaining() >= 12 && body.getInt(body.position() + 8) == IDENTIFIER;
    }

    static Optional<RtcpPacket> read(ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH) {
            return Optional.empty();
        }
        long sender = RtcpWire.unsignedInt(body);
        body.getInt(); // SSRC of media source, always 0
        body.getInt(); // the identifier
        int word = body.getInt();
        int count = word >>> 24;
        int exponent = word >>> MANTISSA_BITS & 0x3f;
        long mantissa = word & (1 << MANTISSA_BITS) - 1;
        long bitrate = mantissa << exponent;
        if (body.remaining() < count * Integer.BYTES || bitrate < 0 || bitrate >>> exponent != mantissa) {
            return Optional.empty();
        }
        var ssrcs = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(RtcpWire.unsignedInt(body));
        }
        return Optional.of(new ReceiverEstimatedMaxBitrate(sender, bitrate, ssrcs));
    }

    @Override
    public int length() {
        return FIXED_LENGTH + Integer.BYTES * ssrcs.size();
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrate) - MANTISSA_BITS);
        RtcpWire.writeHeader(destination, RtcpWire.FORMAT_APPLICATION_LAYER, RtcpWire.PAYLOAD_FEEDBACK, length());
        destination.putInt((int) senderSsrc).putInt(0).putInt(IDENTIFIER);
        destination.putInt(ssrcs.size() << 24 | exponent << MANTISSA_BITS | (int) (bitrate >>> exponent));
        ssrcs.forEach(ssrc -> destination.putInt(ssrc.intValue()));
    }
}
