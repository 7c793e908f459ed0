// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts a stream into frames; a frame that arrives whole is handed on without a copy. */
final class StreamFrames {
    /** How a kind of frame says its length. */
    interface Layout {
        /** Octets that tell the length. */
        int header();

        /** Octets of the frame at {@code at} with all that belongs to it, or -1 if no frame starts so. */
        int length(ByteBuffer stream, int at);

        /** What of those octets is handed on; null if the frame turns out to be none. */
        ByteBuffer content(ByteBuffer frame);
    }

    private static final int KEPT = 2048;

    private final Layout layout;
    private final int maxFrame;
    private ByteBuffer partial = ByteBuffer.allocate(0);
    private boolean broken;

    StreamFrames(Layout layout, int maxFrame) {
        Limits.within("frame limit", maxFrame, layout.header(), Integer.MAX_VALUE);
        this.layout = layout;
        this.maxFrame = maxFrame;
    }

    boolean accept(ByteBuffer in, Consumer<ByteBuffer> frames) {
        while (!broken && in.hasRemaining()) {
            if (partial.position() == 0) {
                takeWhole(in, frames);
            } else {
                complete(in, frames);
            }
        }
        return !broken;
    }

    private void takeWhole(ByteBuffer in, Consumer<ByteBuffer> frames) {
        int length = length(in, in.position(), in.remaining());
        if (broken) {
            return;
        }
        if (length > in.remaining()) {
            keep(in, in.remaining());
            return;
        }
        var frame = in.slice(in.position(), length);
        in.position(in.position() + length);
        hand(frame, frames);
    }

    private void complete(ByteBuffer in, Consumer<ByteBuffer> frames) {
        int length = length(partial, 0, partial.position());
        if (broken) {
            return;
        }
        keep(in, Math.min(in.remaining(), length - partial.position()));
        // With the header just complete, the true length may already be reached, or still be ahead.
        length = length(partial, 0, partial.position());
        if (!broken && partial.position() == length) {
            var frame = partial.slice(0, length);
            partial = partial.capacity() > KEPT ? ByteBuffer.allocate(0) : partial.clear();
            hand(frame, frames);
        }
    }

    /** The frame's length, or the header's as long as that is incomplete. */
    private int length(ByteBuffer stream, int at, int available) {
        if (available < layout.header()) {
            return layout.header();
        }
        int length = layout.length(stream, at);
        broken = length < 0 || length > maxFrame;
        return length;
    }

    private void keep(ByteBuffer in, int octets) {
        int needed = partial.position() + octets;
        if (needed > partial.capacity()) {
            // Grows with what has arrived, not with what a header promises.
            var larger = ByteBuffer.allocate(Math.max(256, Math.min(2 * needed, Math.max(maxFrame, needed))));
            partial = larger.put(partial.flip());
        }
        partial.put(in.slice(in.position(), octets));
        in.position(in.position() + octets);
    }

    private void hand(ByteBuffer frame, Consumer<ByteBuffer> frames) {
        var content = layout.content(frame);
        if (content == null) {
            broken = true;
        } else {
            frames.accept(content);
        }
    }
}
