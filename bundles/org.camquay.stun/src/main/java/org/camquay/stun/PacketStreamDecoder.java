// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Packets on a stream, each after its length in two octets (RFC 4571 §2), as ICE-TCP has them (RFC 6544 §3). */
public final class PacketStreamDecoder {
    /** Octets before each packet. */
    public static final int HEADER = 2;

    private final StreamFrames stream;

    /** Takes a longer packet than {@code maxPacket} octets, at most 65,535, for garbage. */
    public PacketStreamDecoder(int maxPacket) {
        Limits.within("packet limit", maxPacket, 0, 0xFFFF);
        stream = new StreamFrames(new PacketLayout(), HEADER + maxPacket);
    }

    /**
     * Consumes all that remains in {@code in} and hands over each packet that is complete, in order; a packet is
     * valid only during the call. False, now and ever after, once a packet is too long: close the stream.
     */
    public boolean accept(ByteBuffer in, Consumer<ByteBuffer> packets) {
        return stream.accept(in, packets);
    }

    /** Writes the two octets before a packet of {@code length} octets. */
    public static void writeHeader(ByteBuffer out, int length) {
        Limits.within("packet length", length, 0, 0xFFFF);
        out.put((byte) (length >> 8)).put((byte) length);
    }

    /** Writes length and packet, and consumes {@code packet}. */
    public static void write(ByteBuffer out, ByteBuffer packet) {
        writeHeader(out, packet.remaining());
        out.put(packet);
    }

    private static final class PacketLayout implements StreamFrames.Layout {
        @Override
        public int header() {
            return HEADER;
        }

        @Override
        public int length(ByteBuffer stream, int at) {
            return HEADER + Wire.u16(stream, at);
        }

        @Override
        public ByteBuffer content(ByteBuffer frame) {
            return frame.slice(HEADER, frame.limit() - HEADER);
        }
    }
}
