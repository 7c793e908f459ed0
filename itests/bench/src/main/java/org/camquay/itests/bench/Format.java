// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import org.camquay.sdp.MediaDescription;

/**
 * What viewer and server agreed on, of what a browser would.
 *
 * @param payloadType of H.264
 * @param rtxPayloadType of retransmissions (RFC 4588), -1 where they come as the packets they repeat
 * @param transportSequence id of the header extension that transport-wide feedback is about, 0 for none
 * @param captureTime id of the header extension that tells when a frame came to the server, 0 for none
 * @param reducedSize whether feedback may come without a report (RFC 5506)
 */
record Format(int payloadType, int rtxPayloadType, int transportSequence, int captureTime, boolean reducedSize) {
    static final String TRANSPORT_SEQUENCE =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    static final String CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
    static final String TRANSPORT_FEEDBACK = "transport-cc";
    static final Format NONE = new Format(-1, -1, 0, 0, false);

    /** What the server's section has of that, with its first payload type. */
    static Format of(MediaDescription section) {
        int payloadType = section.payloadTypes().get(0);
        boolean feedback = section.hasFeedback(payloadType, TRANSPORT_FEEDBACK);
        return new Format(
                payloadType,
                section.retransmissionPayloadType(payloadType).orElse(-1),
                feedback ? section.extensionId(TRANSPORT_SEQUENCE).orElse(0) : 0,
                section.extensionId(CAPTURE_TIME).orElse(0),
                section.attribute("rtcp-rsize").isPresent());
    }
}
