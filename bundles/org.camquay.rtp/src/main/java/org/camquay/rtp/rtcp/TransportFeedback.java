// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which packets of a connection arrived, and when: transport-wide congestion control feedback
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk          |
 * |         packet chunk          |  recv delta   |  recv delta   |
 * </pre>
 *
 * @param senderSsrc who reports
 * @param mediaSsrc any source of the connection
 * @param baseSequence transport-wide sequence number of the first packet reported on, 0 to 65535
 * @param referenceTime in units of 64 ms on the receiver's clock, 24 bits with sign
 * @param feedbackCount 0 to 255, one more in each message
 * @param deltas one for each packet from the base on: {@link #LOST}, or by how many units of 250 µs it came after the
 *     one before that came, the first after the reference time; -32768 to 32767. Owned by this record, do not change
 */
public record TransportFeedback(
        long senderSsrc, long mediaSsrc, int baseSequence, int referenceTime, int feedbackCount, int[] deltas)
        implements RtcpPacket {

    /** The packet did not arrive, so far. */
    public static final int LOST = Integer.MIN_VALUE;

    /** Microseconds of one unit of {@link #deltas}. */
    public static final int DELTA_MICROS = 250;

    /** Microseconds of one unit of {@link #referenceTime}. */
    public static final int REFERENCE_MICROS = 64_000;

    private static final int FIXED_LENGTH = 20;

    /** @throws IllegalArgumentException when a value does not fit its field */
    public TransportFeedback {
        if (deltas.length > 0xffff
                || baseSequence < 0
                || baseSequence > 0xffff
                || referenceTime << 8 >> 8 != referenceTime) {
            throw new IllegalArgumentException("transport feedback does not hold " + deltas.length + " packets from "
                    + baseSequence + " at " + referenceTime);
        }
        for (int delta : deltas) {
            if (delta != LOST && (short) delta != delta) {
                throw new IllegalArgumentException("a receive delta of " + delta + " does not fit 16 bits");
            }
        }
    }

    static Optional<RtcpPacket> read(ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH) {
            return Optional.empty();
        }
        long sender = RtcpWire.unsignedInt(body);
        long media = RtcpWire.unsignedInt(body);
        int base = body.getShort() & 0xffff;
        int[] deltas = new int[body.getShort() & 0xffff];
        int word = body.getInt();
        return StatusChunks.read(body, deltas)
                ? Optional.of(new TransportFeedback(sender, media, base, word >> 8, word & 0xff, deltas))
                : Optional.empty();
    }

    @Override
    public int length() {
        return RtcpWire.padded(unpaddedLength());
    }

    private int unpaddedLength() {
        int length = FIXED_LENGTH + Short.BYTES * StatusChunks.count(deltas);
        for (int delta : deltas) {
            length += StatusChunks.deltaLength(delta);
        }
        return length;
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        int start = destination.position();
        int padding = length() - unpaddedLength();
        RtcpWire.writeHeader(destination, RtcpWire.FORMAT_CONGESTION, RtcpWire.TRANSPORT_FEEDBACK, length());
        destination.putInt((int) senderSsrc).putInt((int) mediaSsrc);
        destination.putShort((short) baseSequence).putShort((short) deltas.length);
        destination.putInt(referenceTime << 8 | feedbackCount & 0xff);
        StatusChunks.write(deltas, destination);
        if (padding > 0) {
            // The last byte of padding says how much there is (RFC 3550 §6.4.1).
            destination.put(start, (byte) (destination.get(start) | 0x20));
            for (int i = 1; i <= padding; i++) {
                destination.put((byte) (i == padding ? padding : 0));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransportFeedback that
                && senderSsrc == that.senderSsrc
                && mediaSsrc == that.mediaSsrc
                && baseSequence == that.baseSequence
                && referenceTime == that.referenceTime
                && feedbackCount == that.feedbackCount
                && Arrays.equals(deltas, that.deltas);
    }

    @Override
    public int hashCode() {
        return 31 * baseSequence + Arrays.hashCode(deltas);
    }

    @Override
    public String toString() {
        return "TransportFeedback[from " + baseSequence + ", at " + referenceTime + ", " + Arrays.toString(deltas)
                + "]";
    }
}
