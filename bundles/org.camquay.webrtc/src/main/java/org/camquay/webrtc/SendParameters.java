// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

/**
 * What was agreed on for one sender (W3C {@code RTCRtpSendParameters}).
 *
 * @param payloadType of the codec
 * @param ssrc of the media
 * @param rtxPayloadType of its retransmissions (RFC 4588), -1 for none
 * @param rtxSsrc of its retransmissions
 * @param extensions in use, with the peer's ids
 * @param nack whether what is lost may be asked for again
 */
record SendParameters(
        int payloadType, long ssrc, int rtxPayloadType, long rtxSsrc, HeaderExtensions extensions, boolean nack) {

    /** Without retransmission stream and extensions. */
    static SendParameters plain(int payloadType, long ssrc) {
        return new SendParameters(payloadType, ssrc, -1, 0, HeaderExtensions.NONE, true);
    }

    /** For a connection of which some packets carry no number, so that none needs to. */
    SendParameters withoutTransportSequence() {
        return new SendParameters(
                payloadType, ssrc, rtxPayloadType, rtxSsrc, extensions.withoutTransportSequence(), nack);
    }

    boolean rtx() {
        return rtxPayloadType >= 0;
    }
}
