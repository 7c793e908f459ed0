// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

/** Header length and 48-bit index of RTP packets. */
final class RtpPacketIndex {

    private static final int FIXED_HEADER_LENGTH = 12;
    private static final int HALF = 1 << 15;
    private static final long MAX_ROLL_OVER_COUNTER = 0xffff_ffffL;

    private RtpPacketIndex() {}

    /** Bytes of the RTP header with CSRCs and extension (RFC 3550 §5.1, §5.3.1); -1 when the packet is not RTP. */
    static int headerLength(byte[] packet, int offset, int length) {
        if (length < FIXED_HEADER_LENGTH || (packet[offset] & 0xc0) != 0x80) {
            return -1;
        }
        int header = FIXED_HEADER_LENGTH + 4 * (packet[offset] & 0x0f);
        if ((packet[offset] & 0x10) != 0) {
            if (length < header + 4) {
                return -1;
            }
            int words = (packet[offset + header + 2] & 0xff) << 8 | packet[offset + header + 3] & 0xff;
            header += 4 + 4 * words;
        }
        return header <= length ? header : -1;
    }

    static int sequenceNumber(byte[] packet, int offset) {
        return (packet[offset + 2] & 0xff) << 8 | packet[offset + 3] & 0xff;
    }

    /**
     * The likeliest index of a packet (RFC 3711 §3.3.1, appendix A).
     *
     * @param highest the highest index so far, -1 for none: then the roll-over counter is 0
     * @return -1 when the index would lie before 0 or behind the last one of a master key
     */
    static long estimate(long highest, int sequenceNumber) {
        if (highest < 0) {
            return sequenceNumber;
        }
        long rollOverCounter = highest >>> 16;
        int last = (int) highest & 0xffff;
        if (last < HALF && sequenceNumber - last > HALF) {
            rollOverCounter--;
        } else if (last >= HALF && last - HALF > sequenceNumber) {
            rollOverCounter++;
        }
        if (rollOverCounter < 0 || rollOverCounter > MAX_ROLL_OVER_COUNTER) {
            return -1;
        }
        return rollOverCounter << 16 | sequenceNumber;
    }
}
