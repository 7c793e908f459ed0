// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.nio.ByteBuffer;

/** Octets that wait for those which make them whole. Only on one thread. */
final class Kept {
    private final int first;
    private final int most;
    private ByteBuffer octets;

    /** Makes one with so much room at first and at most. */
    Kept(int first, int most) {
        this.first = first;
        this.most = most;
        octets = ByteBuffer.allocate(first);
    }

    boolean isEmpty() {
        return octets.position() == 0;
    }

    /** Takes so many octets over. */
    void add(ByteBuffer from, int count) {
        if (octets.remaining() < count) {
            int needed = octets.position() + count;
            octets = ByteBuffer.allocate(Math.max(needed, Math.min(2 * needed, most)))
                    .put(octets.flip());
        }
        int limit = from.limit();
        octets.put(from.limit(from.position() + count));
        from.limit(limit);
    }

    /** All of them, to be read. */
    ByteBuffer content() {
        return octets.duplicate().flip();
    }

    /** What is left of {@link #content} stays; nothing else. */
    void keep(ByteBuffer rest) {
        int from = rest.position();
        int count = rest.remaining();
        if (count == 0 && octets.capacity() > 2 * Frame.LARGEST) {
            octets = ByteBuffer.allocate(first);
            return;
        }
        octets.limit(from + count).position(from);
        octets.compact();
    }
}
