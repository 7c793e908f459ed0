// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;

/** Numbers all RTCP packets share (RFC 3550 §12.1, RFC 4585 §6.1, RFC 5104 §4). */
final class RtcpWire {

    static final int VERSION = 2;
    static final int HEADER_LENGTH = 4;
    /** Largest value of the five bits beside the version: a count or a feedback message type. */
    static final int MAX_COUNT = 31;

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;

    static final int FORMAT_NACK = 1;
    static final int FORMAT_PLI = 1;
    static final int FORMAT_FIR = 4;
    static final int FORMAT_CONGESTION_CONTROL = 11;
    static final int FORMAT_CONGESTION = 15;
    static final int FORMAT_APPLICATION_LAYER = 15;

    private RtcpWire() {}

    static long unsignedInt(ByteBuffer buffer) {
        return buffer.getInt() & 0xffffffffL;
    }

    /** The common header; {@code length} is that of the whole packet, a multiple of 4. */
    static void writeHeader(ByteBuffer destination, int count, int type, int length) {
        destination.put((byte) (VERSION << 6 | count));
        destination.put((byte) type);
        destination.putShort((short) (length / 4 - 1));
    }

    static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    static void checkCount(int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException("an RTCP packet has at most 31 entries, not " + count);
        }
    }
}
