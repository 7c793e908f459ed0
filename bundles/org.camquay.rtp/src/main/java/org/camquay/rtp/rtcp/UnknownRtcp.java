// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;

/**
 * A well-framed packet of a type this library does not read: APP, XR …
 *
 * @param type packet type, 192 to 223 for RTCP beside RTP
 * @param count the five bits beside the version: a count, or a feedback message type
 * @param body what follows the common header without padding, read-only; a multiple of 4 bytes for writing.
 *     A view of the datagram for what was parsed
 */
public record UnknownRtcp(int type, int count, ByteBuffer body) implements RtcpPacket {

    @Override
    public int length() {
        return RtcpWire.HEADER_LENGTH + RtcpWire.padded(body.remaining());
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        int end = destination.position() + length();
        RtcpWire.writeHeader(destination, count, type, length());
        destination.put(body.duplicate());
        while (destination.position() < end) {
            destination.put((byte) 0);
        }
    }
}
