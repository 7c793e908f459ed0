// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SDES, of which only the canonical name is kept (RFC 3550 §6.5).
 *
 * @param chunks at most 31
 */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {

    private static final int END = 0;
    private static final int CNAME = 1;
    private static final int MAX_TEXT = 255;

    /**
     * The name of one source.
     *
     * @param cname up to 255 bytes of UTF-8; empty when there was none
     */
    public record Chunk(long ssrc, String cname) {

        /** @throws IllegalArgumentException when the name is too long */
        public Chunk {
            if (cname.getBytes(UTF_8).length > MAX_TEXT) {
                throw new IllegalArgumentException("CNAME is longer than 255 bytes");
            }
        }

        // SSRC, type, length, text and at least one zero byte as the end
        private int length() {
            return RtcpWire.padded(4 + 2 + cname.getBytes(UTF_8).length + 1);
        }
    }

    public SourceDescription {
        RtcpWire.checkCount(chunks.size());
        chunks = List.copyOf(chunks);
    }

    /** A description of a single source. */
    public static SourceDescription of(long ssrc, String cname) {
        return new SourceDescription(List.of(new Chunk(ssrc, cname)));
    }

    static Optional<RtcpPacket> read(int count, ByteBuffer body) {
        var chunks = new ArrayList<Chunk>(count);
        for (int i = 0; i < count; i++) {
            if (body.remaining() < 4) {
                return Optional.empty();
            }
            long ssrc = RtcpWire.unsignedInt(body);
            String cname = readItems(body);
            if (cname == null) {
                return Optional.empty();
            }
            chunks.add(new Chunk(ssrc, cname));
        }
        return Optional.of(new SourceDescription(chunks));
    }

    /** The name among a chunk's items, empty without one, null when the items are cut. */
    private static String readItems(ByteBuffer body) {
        String cname = "";
        while (body.hasRemaining()) {
            int type = body.get();
            if (type == END) {
                // chunks begin at multiples of 4
                int aligned = RtcpWire.padded(body.position());
                body.position(Math.min(aligned, body.limit()));
                return cname;
            }
            int size = body.hasRemaining() ? body.get() & 0xff : MAX_TEXT + 1;
            if (size > body.remaining()) {
                return null;
            }
            byte[] text = new byte[size];
            body.get(text);
            if (type == CNAME) {
                String name = new String(text, UTF_8);
                // a bad byte becomes three: never let that make a name we could not hold
                cname = name.getBytes(UTF_8).length > MAX_TEXT ? "" : name;
            }
        }
        return null;
    }

    @Override
    public int length() {
        int sum = RtcpWire.HEADER_LENGTH;
        for (var chunk : chunks) {
            sum += chunk.length();
        }
        return sum;
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, chunks.size(), RtcpWire.SOURCE_DESCRIPTION, length());
        for (var chunk : chunks) {
            int end = destination.position() + chunk.length();
            byte[] text = chunk.cname().getBytes(UTF_8);
            destination.putInt((int) chunk.ssrc());
            destination.put((byte) CNAME).put((byte) text.length).put(text);
            while (destination.position() < end) {
                destination.put((byte) END);
            }
        }
    }
}
