// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

/**
 * Packets that the socket had no room for.
 *
 * @param packets how many, the last of those that were to be sent
 * @param bytes of header and payload
 */
public record Dropped(int packets, int bytes) {
    /** There was room for all. */
    public static final Dropped NONE = new Dropped(0, 0);

    /** Whether there are some. */
    public boolean any() {
        return packets > 0;
    }

    /** These and those. */
    public Dropped plus(Dropped other) {
        return other.any() ? new Dropped(packets + other.packets, bytes + other.bytes) : this;
    }
}
