// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.fuzz;

/** Every parser of strangers' bytes; its class has {@code fuzzerTestOneInput(byte[])}. */
enum Parser {
    STUN("org.camquay.stun.StunFuzz"),
    FRAMING("org.camquay.stun.FramingFuzz"),
    SDP("org.camquay.sdp.SdpFuzz"),
    RTP("org.camquay.rtp.RtpFuzz"),
    RTCP("org.camquay.rtp.RtcpFuzz"),
    ONVIF("org.camquay.onvif.OnvifFuzz"),
    DTLS("org.camquay.dtls.DtlsFuzz"),
    TURN("org.camquay.turn.TurnFuzz"),
    CANDIDATE("org.camquay.ice.CandidateFuzz"),
    FRAGMENT("org.camquay.signaling.whep.FragmentFuzz"),
    GATE("org.camquay.gate.GateFuzz"),
    TOKEN("org.camquay.access.TokenFuzz"),
    ARGUMENTS("org.camquay.http.ArgumentsFuzz"),
    RTSP("org.camquay.capture.rtsp.RtspFuzz"),
    MEDIA("org.camquay.capture.rtsp.media.MediaFuzz");

    private final String target;

    Parser(String target) {
        this.target = target;
    }

    /** The name of the class. */
    String target() {
        return target;
    }

    /** Where cases lie, one file each, below {@code src/test/resources}. */
    String folder() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
