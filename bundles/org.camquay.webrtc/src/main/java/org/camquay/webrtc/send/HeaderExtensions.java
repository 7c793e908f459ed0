// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * The RTP header extensions of one stream (RFC 8285), by the ids agreed on; 0 for one that is not used.
 *
 * @param transportSequence a number over all packets of the connection, for congestion control
 * @param playoutDelay how long the receiver may hold a frame back
 * @param absoluteCaptureTime when, on our clock, a frame was captured
 */
public record HeaderExtensions(int transportSequence, int playoutDelay, int absoluteCaptureTime) {
    static final HeaderExtensions NONE = new HeaderExtensions(0, 0, 0);

    /**
     * Without those that change from packet to packet: what may be retransmitted on its own SSRC has to be the same in
     * every byte, or two packets would share a nonce of SRTP.
     */
    public HeaderExtensions constant() {
        return new HeaderExtensions(0, playoutDelay, 0);
    }

    /** Without the number over all packets, for a stream that the peer does not report on. */
    public HeaderExtensions withoutTransportSequence() {
        return new HeaderExtensions(0, playoutDelay, absoluteCaptureTime);
    }
}
