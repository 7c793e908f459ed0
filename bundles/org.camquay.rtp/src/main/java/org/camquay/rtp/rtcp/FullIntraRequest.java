// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * FIR: a key frame is wanted, for a new viewer or after a loss (RFC 5104 §4.3.1).
 *
 * @param senderSsrc who asks
 * @param entries at least one
 */
public record FullIntraRequest(long senderSsrc, List<Entry> entries) implements RtcpPacket {

    private static final int FIXED_LENGTH = 12;
    private static final int ENTRY_LENGTH = 8;

    /**
     * A request to one media sender.
     *
     * @param mediaSsrc whose key frame
     * @param sequenceNumber 0 to 255; the same number again is the same request again
     */
    public record Entry(long mediaSsrc, int sequenceNumber) {}

    public FullIntraRequest {
        entries = List.copyOf(entries);
    }

    static Optional<RtcpPacket> read(ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH + ENTRY_LENGTH) {
            return Optional.empty();
        }
        long sender = RtcpWire.unsignedInt(body);
        body.getInt(); // the media SSRC of the header is not used
        var entries = new ArrayList<Entry>(body.remaining() / ENTRY_LENGTH);
        while (body.remaining() >= ENTRY_LENGTH) {
            entries.add(new Entry(RtcpWire.unsignedInt(body), body.getInt() >>> 24));
        }
        return Optional.of(new FullIntraRequest(sender, entries));
    }

    @Override
    public int length() {
        return FIXED_LENGTH + ENTRY_LENGTH * entries.size();
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, RtcpWire.FORMAT_FIR, RtcpWire.PAYLOAD_FEEDBACK, length());
        destination.putInt((int) senderSsrc).putInt(0);
        for (var entry : entries) {
            destination.putInt((int) entry.mediaSsrc()).putInt(entry.sequenceNumber() << 24);
        }
    }
}
