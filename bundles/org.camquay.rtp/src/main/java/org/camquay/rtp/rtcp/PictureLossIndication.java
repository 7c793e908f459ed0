// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * PLI: the decoder has lost the picture and needs a key frame (RFC 4585 §6.3.1).
 *
 * @param senderSsrc who asks
 * @param mediaSsrc whose picture
 */
public record PictureLossIndication(long senderSsrc, long mediaSsrc) implements RtcpPacket {

    private static final int LENGTH = 12;

    static Optional<RtcpPacket> read(ByteBuffer body) {
        return body.remaining() < LENGTH - RtcpWire.HEADER_LENGTH
                ? Optional.empty()
                : Optional.of(new PictureLossIndication(RtcpWire.unsignedInt(body), RtcpWire.unsignedInt(body)));
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, RtcpWire.FORMAT_PLI, RtcpWire.PAYLOAD_FEEDBACK, LENGTH);
        destination.putInt((int) senderSsrc).putInt((int) mediaSsrc);
    }
}
