// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Generic NACK: packets a receiver misses (RFC 4585 §6.2.1).
 *
 * @param senderSsrc who asks
 * @param mediaSsrc whose packets
 * @param entries at least one
 */
public record GenericNack(long senderSsrc, long mediaSsrc, List<Entry> entries) implements RtcpPacket {

    private static final int FIXED_LENGTH = 12;
    private static final int ENTRY_LENGTH = 4;
    private static final int MASK_BITS = 16;

    /**
     * One lost packet, and which of the 16 that follow are lost too.
     *
     * @param packetId PID, 0 to 65535
     * @param bitmask BLP; bit i set: packet {@code packetId + i + 1} is lost
     */
    public record Entry(int packetId, int bitmask) {

        private void forEach(IntConsumer lost) {
            lost.accept(packetId);
            for (int i = 0; i < MASK_BITS; i++) {
                if ((bitmask >> i & 1) == 1) {
                    lost.accept(packetId + i + 1 & 0xffff);
                }
            }
        }
    }

    public GenericNack {
        entries = List.copyOf(entries);
    }

    /**
     * Packs sequence numbers into as few entries as their order allows.
     *
     * @param lost ascending modulo 2^16, at least one
     */
    public static GenericNack of(long senderSsrc, long mediaSsrc, int... lost) {
        var entries = new ArrayList<Entry>();
        int at = 0;
        while (at < lost.length) {
            int packetId = lost[at++] & 0xffff;
            int bitmask = 0;
            while (at < lost.length) {
                int distance = lost[at] - packetId & 0xffff;
                if (distance > MASK_BITS) {
                    break;
                }
                // a repeated number has distance 0 and needs no bit
                bitmask |= distance == 0 ? 0 : 1 << distance - 1;
                at++;
            }
            entries.add(new Entry(packetId, bitmask));
        }
        return new GenericNack(senderSsrc, mediaSsrc, entries);
    }

    /** Calls back with each lost sequence number, in the order of the message. */
    public void forEachLost(IntConsumer lost) {
        for (var entry : entries) {
            entry.forEach(lost);
        }
    }

    static Optional<RtcpPacket> read(ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH + ENTRY_LENGTH) {
            return Optional.empty();
        }
        long sender = RtcpWire.unsignedInt(body);
        long media = RtcpWire.unsignedInt(body);
        var entries = new ArrayList<Entry>(body.remaining() / ENTRY_LENGTH);
        while (body.remaining() >= ENTRY_LENGTH) {
            int entry = body.getInt();
            entries.add(new Entry(entry >>> 16, entry & 0xffff));
        }
        return Optional.of(new GenericNack(sender, media, entries));
    }

    @Override
    public int length() {
        return FIXED_LENGTH + ENTRY_LENGTH * entries.size();
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, RtcpWire.FORMAT_NACK, RtcpWire.TRANSPORT_FEEDBACK, length());
        destination.putInt((int) senderSsrc).putInt((int) mediaSsrc);
        for (var entry : entries) {
            destination.putShort((short) entry.packetId()).putShort((short) entry.bitmask());
        }
    }
}
