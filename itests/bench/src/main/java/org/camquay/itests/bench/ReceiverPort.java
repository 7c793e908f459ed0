// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.nio.ByteBuffer;
import org.camquay.api.net.DatagramPort;

/**
 * One viewer's socket. All viewers have the same remote address, so each needs a port of its own. Media goes straight to
 * the viewer, past the ICE agent: the cheaper the receiver, the more it is the server that is measured.
 */
interface ReceiverPort extends DatagramPort {
    /** What the kernel is asked to keep for a viewer that is behind, in bytes. */
    int BUFFER = 1 << 20;

    /** Takes RTP and RTCP, on the loop; the packet is valid only during the call. */
    @FunctionalInterface
    interface Media {
        void onMedia(ByteBuffer packet, long arrivalNanos);
    }

    /** Leaves all that comes in the kernel's buffer, until that is full. Thread: any. */
    void stall();

    /** RFC 7983, section 7. */
    static boolean isMedia(ByteBuffer packet) {
        int first = packet.hasRemaining() ? packet.get(packet.position()) & 0xff : 0;
        return first >= 128 && first < 192;
    }
}
