// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.List;
import org.camquay.api.ice.IceParameters;
import org.camquay.sdp.Sdp;

/**
 * What a viewer tells the server of itself, as an offer or as the answer to one: a single H.264 stream to receive, with
 * the feedback that browsers have too.
 *
 * @param candidates candidate-attributes, all that there will be
 * @param fingerprint as the attribute's value
 * @param setup what an offer says of DTLS roles
 */
record LocalDescription(IceParameters ice, List<String> candidates, String fingerprint, String setup) {
    private static final Format OFFERED = new Format(96, 97, 1, 2, true);
    private static final String PROFILE = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    /** The server answers. */
    String offer() {
        return description("0", OFFERED, setup);
    }

    /** The server offered; we take its first section and its first payload type, as DTLS client. */
    String answer(Sdp offer) {
        var section = offer.media().get(0);
        return description(section.mid(), Format.of(section), "active");
    }

    private String description(String mid, Format format, String setup) {
        int type = format.payloadType();
        int rtx = format.rtxPayloadType();
        var text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        line(text, "group:BUNDLE " + mid);
        text.append("m=video 9 UDP/TLS/RTP/SAVPF ").append(type).append(rtx < 0 ? "" : " " + rtx);
        text.append("\r\nc=IN IP4 0.0.0.0\r\n");
        line(text, "mid:" + mid);
        line(text, "recvonly");
        line(text, "rtcp-mux");
        if (format.reducedSize()) {
            line(text, "rtcp-rsize");
        }
        line(text, "rtpmap:" + type + " H264/90000");
        line(text, "fmtp:" + type + " " + PROFILE);
        line(text, "rtcp-fb:" + type + " nack");
        line(text, "rtcp-fb:" + type + " nack pli");
        if (rtx >= 0) {
            line(text, "rtpmap:" + rtx + " rtx/90000");
            line(text, "fmtp:" + rtx + " apt=" + type);
        }
        if (format.transportSequence() > 0) {
            line(text, "rtcp-fb:" + type + " " + Format.TRANSPORT_FEEDBACK);
            line(text, "extmap:" + format.transportSequence() + " " + Format.TRANSPORT_SEQUENCE);
        }
        if (format.captureTime() > 0) {
            line(text, "extmap:" + format.captureTime() + " " + Format.CAPTURE_TIME);
        }
        line(text, "ice-ufrag:" + ice.usernameFragment());
        line(text, "ice-pwd:" + ice.password());
        line(text, "fingerprint:" + fingerprint);
        line(text, "setup:" + setup);
        candidates.forEach(candidate -> line(text, candidate));
        line(text, "end-of-candidates");
        return text.toString();
    }

    private static void line(StringBuilder text, String attribute) {
        text.append("a=").append(attribute).append("\r\n");
    }
}
