// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.List;

/** The text of an offer, made by hand: sections as other makes of peers write them. */
public final class OfferText {
    static final String TRANSPORT = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 "
            + "AA:".repeat(31) + "AA\r\na=setup:actpass\r\n";
    static final String H264 = "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=42e01f\r\n";
    static final String OPUS = "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n";
    static final String DATA = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:MID\r\n"
            + TRANSPORT + "a=sctp-port:5000\r\n";

    private OfferText() {}

    /** Sections with these mids, bundled. */
    public static String bundle(List<String> mids, String... sections) {
        return "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE " + String.join(" ", mids) + "\r\n"
                + String.join("", sections);
    }

    /** Sections without a group. */
    static String apart(String... sections) {
        return "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + String.join("", sections);
    }

    static String video(String mid, String lines) {
        return section("video", "9", "96", mid, TRANSPORT + "a=rtcp-mux\r\na=recvonly\r\n" + lines);
    }

    public static String video(String mid) {
        return video(mid, H264);
    }

    static String audio(String mid, String lines) {
        return section("audio", "9", "111", mid, TRANSPORT + "a=rtcp-mux\r\na=recvonly\r\n" + lines);
    }

    static String audio(String mid) {
        return audio(mid, OPUS);
    }

    static String data(String mid) {
        return DATA.replace("MID", mid);
    }

    /** Bundle-only, as RFC 9725 has it: without transport and a=rtcp-mux. */
    static String bundleOnly(String section) {
        return section.replace(" 9 ", " 0 ").replace(TRANSPORT, "").replace("a=rtcp-mux\r\n", "a=bundle-only\r\n");
    }

    private static String section(String media, String port, String payloadType, String mid, String lines) {
        return "m=" + media + " " + port + " UDP/TLS/RTP/SAVPF " + payloadType + "\r\nc=IN IP4 0.0.0.0\r\n"
                + (mid.isEmpty() ? "" : "a=mid:" + mid + "\r\n") + lines;
    }
}
