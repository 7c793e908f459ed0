// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

/** What the path to one peer can take, and the numbers that packets carry to find out. */
final class Bandwidth {
    private int nextSequence = 1;

    /** The transport-wide sequence number of the packet sent next. */
    int sequence() {
        return nextSequence;
    }

    /** The packet with the current {@link #sequence} went out. */
    void sent(int bytes, long nowNanos) {
        nextSequence = nextSequence + 1 & 0xffff;
    }
}
