// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

/** Where senders put their packets: one buffer for the connection, encrypted in place and sent. */
interface PacketOutlet {
    /** To write an RTP packet into from its start; with room for the authentication tag behind a full packet. */
    byte[] buffer();

    /**
     * Encrypts and sends what {@link #buffer()} holds.
     *
     * @return false when the path takes nothing for now, or is not there yet
     */
    boolean sendRtp(int length);
}
