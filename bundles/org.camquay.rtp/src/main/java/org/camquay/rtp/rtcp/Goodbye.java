// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * BYE (RFC 3550 §6.6).
 *
 * @param ssrcs the sources that leave, at most 31
 * @param reason for people; empty for none, up to 255 bytes of UTF-8
 */
public record Goodbye(List<Long> ssrcs, String reason) implements RtcpPacket {

    private static final int MAX_TEXT = 255;

    /** @throws IllegalArgumentException when there are too many sources or the reason is too long */
    public Goodbye {
        RtcpWire.checkCount(ssrcs.size());
        ssrcs = List.copyOf(ssrcs);
        if (reason.getBytes(UTF_8).length > MAX_TEXT) {
            throw new IllegalArgumentException("reason is longer than 255 bytes");
        }
    }

    /** For any number of sources: as many packets as they need. */
    public static List<Goodbye> all(List<Long> ssrcs) {
        var packets = new ArrayList<Goodbye>();
        for (int i = 0; i < ssrcs.size(); i += RtcpWire.MAX_COUNT) {
            packets.add(new Goodbye(ssrcs.subList(i, Math.min(ssrcs.size(), i + RtcpWire.MAX_COUNT)), ""));
        }
        return packets;
    }

    static Optional<RtcpPacket> read(int count, ByteBuffer body) {
        if (body.remaining() < 4 * count) {
            return Optional.empty();
        }
        var ssrcs = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(RtcpWire.unsignedInt(body));
        }
        return Optional.of(new Goodbye(ssrcs, readReason(body)));
    }

    private static String readReason(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return "";
        }
        byte[] text = new byte[Math.min(body.get() & 0xff, body.remaining())];
        body.get(text);
        String reason = new String(text, UTF_8);
        return reason.getBytes(UTF_8).length > MAX_TEXT ? "" : reason;
    }

    @Override
    public int length() {
        int text = reason.isEmpty() ? 0 : 1 + reason.getBytes(UTF_8).length;
        return RtcpWire.HEADER_LENGTH + 4 * ssrcs.size() + RtcpWire.padded(text);
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        int end = destination.position() + length();
        RtcpWire.writeHeader(destination, ssrcs.size(), RtcpWire.GOODBYE, length());
        for (long ssrc : ssrcs) {
            destination.putInt((int) ssrc);
        }
        if (!reason.isEmpty()) {
            byte[] text = reason.getBytes(UTF_8);
            destination.put((byte) text.length).put(text);
        }
        while (destination.position() < end) {
            destination.put((byte) 0);
        }
    }
}
