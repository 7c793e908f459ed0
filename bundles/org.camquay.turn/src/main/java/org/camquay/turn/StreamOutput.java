// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Writes to a stream at once, and keeps a bounded rest for when its reader is slow. */
final class StreamOutput {
    /** Octets that may wait; what peers send is dropped long before. */
    static final int MOST = 64 * 1024;

    private static final int FULL_FOR_DATA = MOST / 2;

    private final SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer waiting;

    StreamOutput(SocketChannel channel) {
        this.channel = channel;
    }

    void key(SelectionKey registered) {
        key = registered;
    }

    /** Whether a relayed packet of that many octets may still be added. */
    boolean hasRoomFor(int octets) {
        return waiting == null || waiting.position() + octets <= FULL_FOR_DATA;
    }

    /** Writes or keeps all of it; throws if there is too much, and the stream is of no use any more. */
    void write(ByteBuffer bytes) throws IOException {
        if (waiting == null) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            keep(bytes);
        }
    }

    /** Writes what waits, as far as it goes. */
    void flush() throws IOException {
        if (waiting != null) {
            channel.write(waiting.flip());
            waiting.compact();
            if (waiting.position() == 0) {
                waiting = null;
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
            }
        }
    }

    private void keep(ByteBuffer bytes) throws IOException {
        int held = waiting == null ? 0 : waiting.position();
        int needed = held + bytes.remaining();
        if (needed > MOST) {
            throw new IOException("the client does not read");
        }
        if (waiting == null || needed > waiting.capacity()) {
            var larger = ByteBuffer.allocate(Math.min(MOST, Math.max(4096, 2 * needed)));
            waiting = waiting == null ? larger : larger.put(waiting.flip());
        }
        waiting.put(bytes);
        key.interestOpsOr(SelectionKey.OP_WRITE);
    }
}
