// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import java.nio.ByteBuffer;
import org.camquay.api.ice.IceAgent;

/**
 * Packets of one viewer that wait for the end of a run of equal lengths, to go out in one call. One for an event loop:
 * whoever writes sends before another does. Encrypted in an array and copied at the end, since the JDK's ciphers are
 * slower on direct buffers than array and copy together.
 */
final class SegmentBatch {
    /** The kernel's UDP_MAX_SEGMENTS. */
    static final int MOST_PACKETS = 64;
    /** The largest UDP payload over IPv4, which the run is until the kernel cuts it. */
    static final int MOST_BYTES = 65_507;

    private static final int PACKET_ROOM = 2048;

    private final byte[] bytes = new byte[MOST_BYTES + PACKET_ROOM];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
    private IceAgent agent;
    private int size;
    private int end;
    private int count;

    /** Where packets are written, each from {@link #end} on. */
    byte[] array() {
        return bytes;
    }

    /** Where the next packet begins; 2 kB of room are behind it. */
    int end() {
        return end;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a packet of that length belongs to the run: all are of equal length, but the last may be shorter. */
    boolean takes(IceAgent to, int length) {
        if (count == 0) {
            return true;
        }
        boolean goesOn = to == agent && length <= size && end == count * size;
        return goesOn && count < MOST_PACKETS && end + length <= MOST_BYTES;
    }

    /** Adds what was written at {@link #end}. */
    void add(IceAgent to, int length) {
        if (count == 0) {
            agent = to;
            size = length;
        }
        end += length;
        count++;
    }

    /** Moves what was written from {@code start} on to the beginning of the next run; after {@link #send}. */
    void begin(IceAgent to, int start, int length) {
        System.arraycopy(bytes, start, bytes, 0, length);
        add(to, length);
    }

    /**
     * Sends the run, and is empty then.
     *
     * @param overhead what each packet is longer than its RTP packet
     */
    Dropped send(int overhead) {
        int packets = count;
        int length = end;
        count = 0;
        end = 0;
        if (packets == 0) {
            return Dropped.NONE;
        }
        direct.clear().put(bytes, 0, length).flip();
        int sent = packets > 1 ? agent.sendSegments(direct, size) : agent.send(direct) ? 1 : 0;
        int dropped = packets - sent;
        return dropped == 0 ? Dropped.NONE : new Dropped(dropped, length - sent * size - dropped * overhead);
    }
}
