// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * What was agreed on for one sender (W3C {@code RTCRtpSendParameters}).
 *
 * @param payloadType of the codec
 * @param ssrc of the media
 * @param rtxPayloadType of its retransmissions (RFC 4588), -1 for none
 * @param rtxSsrc of its retransmissions
 * @param extensions in use, with the peer's ids
 * @param nack whether what is lost may be asked for again
 * @param byStreams whether the peer agreed to report on its packets by their sequence numbers (RFC 8888)
 */
public record SendParameters(
        int payloadType,
        long ssrc,
        int rtxPayloadType,
        long rtxSsrc,
        HeaderExtensions extensions,
        boolean nack,
        boolean byStreams) {
    /** The peer does not report by sequence numbers. */
    SendParameters(
            int payloadType, long ssrc, int rtxPayloadType, long rtxSsrc, HeaderExtensions extensions, boolean nack) {
        this(payloadType, ssrc, rtxPayloadType, rtxSsrc, extensions, nack, false);
    }

    /** Without retransmission stream and extensions. */
    static SendParameters plain(int payloadType, long ssrc) {
        return new SendParameters(payloadType, ssrc, -1, 0, HeaderExtensions.NONE, true);
    }

    /** Whether the peer agreed to report on each packet of it. */
    public boolean reported() {
        return extensions.transportSequence() > 0 || byStreams;
    }

    /** Whether what is lost goes out again in a stream of its own. */
    public boolean rtx() {
        return rtxPayloadType >= 0;
    }
}
