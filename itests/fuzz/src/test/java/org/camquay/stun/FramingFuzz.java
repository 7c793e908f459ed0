// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A TCP stream of frames, which may be cut anywhere (RFC 4571, RFC 8656 §3.1). */
public final class FramingFuzz {
    private FramingFuzz() {}

    /** However a stream is cut, the frames are the same. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int piece = 1 + (data[0] & 0x3f);
        compare(data, piece, () -> new PacketStreamDecoder(1500)::accept);
        compare(data, piece, () -> new StunStreamDecoder()::accept);
        compare(data, piece, () -> new StunStreamDecoder(600)::accept);
    }

    private static void compare(
            byte[] data, int piece, Supplier<BiPredicate<ByteBuffer, Consumer<ByteBuffer>>> decoders) {
        var whole = frames(data, data.length, decoders.get());
        var pieces = frames(data, piece, decoders.get());
        if (!whole.equals(pieces)) {
            throw new AssertionError("pieces of " + piece + " give " + pieces + ", all at once gives " + whole);
        }
    }

    private static List<String> frames(byte[] data, int piece, BiPredicate<ByteBuffer, Consumer<ByteBuffer>> decoder) {
        var frames = new ArrayList<String>();
        for (int at = 1; at < data.length; at += piece) {
            var part = ByteBuffer.wrap(data, at, Math.min(piece, data.length - at));
            if (!decoder.test(part, frame -> frames.add(frame.remaining() + " " + frame.hashCode()))) {
                frames.add("ended");
                break;
            }
        }
        return frames;
    }
}
