// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;

/**
 * The fixed part of an RTP header (RFC 3550 §5.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 * </pre>
 *
 * @param marker last packet of a video frame, or first audio packet after silence
 * @param payloadType 0 to 127
 * @param sequenceNumber 0 to 65535
 * @param timestamp in ticks of the payload's clock, 0 to 2^32-1
 * @param ssrc 0 to 2^32-1
 */
public record RtpHeader(boolean marker, int payloadType, int sequenceNumber, long timestamp, long ssrc) {

    /** Bytes of the fixed header. */
    public static final int LENGTH = 12;

    static final int VERSION = 2;

    /** @throws IllegalArgumentException when a value does not fit its field */
    public RtpHeader {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type " + payloadType + " is not within 0 to 127");
        }
        if (sequenceNumber < 0 || sequenceNumber > 0xffff) {
            throw new IllegalArgumentException("sequence number " + sequenceNumber + " is not within 0 to 65535");
        }
        if (timestamp < 0 || timestamp > 0xffffffffL || ssrc < 0 || ssrc > 0xffffffffL) {
            throw new IllegalArgumentException("timestamp and SSRC are unsigned 32-bit values");
        }
    }

    /** Writes the 12 bytes, without CSRCs, extension or padding, at the buffer's position. */
    public void writeTo(ByteBuffer destination) {
        destination.put((byte) (VERSION << 6));
        destination.put((byte) ((marker ? 0x80 : 0) | payloadType));
        destination.putShort((short) sequenceNumber);
        destination.putInt((int) timestamp);
        destination.putInt((int) ssrc);
    }
}
