// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts a TCP or TLS stream between TURN client and server into STUN and ChannelData messages (RFC 8489 §6.2.2, RFC 8656
 * §12.5). Keeps at most one incomplete message. Not for ICE-TCP: see {@link PacketStreamDecoder}.
 */
public final class StunStreamDecoder {
    /** The longest message there can be: ChannelData with 65,535 octets, padded. */
    public static final int MAX_FRAME = ChannelData.HEADER + 0x10000;

    private final StreamFrames stream;

    /** Takes messages of any length the protocol allows. */
    public StunStreamDecoder() {
        this(MAX_FRAME);
    }

    /** Takes a longer message than {@code maxFrame} octets, at least 20, for garbage. */
    public StunStreamDecoder(int maxFrame) {
        this(maxFrame, ChannelData.MAX_CHANNEL);
    }

    /** As {@link #StunStreamDecoder(int)}, but takes channels up to {@code maxChannel}: for servers of old clients. */
    public StunStreamDecoder(int maxFrame, int maxChannel) {
        Limits.within("frame limit", maxFrame, Wire.HEADER, MAX_FRAME);
        Limits.within("channel limit", maxChannel, ChannelData.MIN_CHANNEL, ChannelData.MAX_LEGACY_CHANNEL);
        stream = new StreamFrames(new StunLayout(maxChannel), maxFrame);
    }

    /**
     * Consumes all that remains in {@code in} and hands over each message that is complete, in order; a message is
     * valid only during the call, without padding. False, now and ever after, if this is no such stream: close it.
     */
    public boolean accept(ByteBuffer in, Consumer<ByteBuffer> messages) {
        return stream.accept(in, messages);
    }

    private record StunLayout(int maxChannel) implements StreamFrames.Layout {
        @Override
        public int header() {
            return ChannelData.HEADER;
        }

        @Override
        public int length(ByteBuffer stream, int at) {
            int first = Wire.u16(stream, at);
            int length = Wire.u16(stream, at + 2);
            if (first < 0x4000) {
                return length % 4 == 0 ? Wire.HEADER + length : -1;
            }
            return first <= maxChannel ? ChannelData.HEADER + Wire.padded(length) : -1;
        }

        @Override
        public ByteBuffer content(ByteBuffer frame) {
            if (Wire.u16(frame, 0) < 0x4000) {
                return Stun.hasHeader(frame) ? frame : null;
            }
            return frame.limit(ChannelData.HEADER + Wire.u16(frame, 2));
        }
    }
}
