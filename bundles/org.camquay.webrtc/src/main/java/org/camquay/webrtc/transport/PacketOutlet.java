// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

/**
 * Where senders put their packets, to be encrypted in place and sent. Packets of equal length are collected, so whoever
 * has put some calls {@link #flush} before it gives the loop to others. Thread: the
 * connection's loop.
 */
public interface PacketOutlet {
    /** To write an RTP packet into, from {@link #offset} on; with room for the authentication tag behind a full packet. */
    byte[] buffer();

    /** Where in {@link #buffer} the next packet begins. */
    int offset();

    /**
     * Encrypts the packet in {@link #buffer}, and sends it now or with those that follow.
     *
     * @return false when the path takes nothing for now, or is not there yet: the packet is dropped
     */
    boolean sendRtp(int length);

    /** Sends what is collected. Returns what was dropped of what {@link #sendRtp} took since the last call. */
    Dropped flush();
}
