// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.List;

/** Writes a description in the order of the examples of RFC 9429 §7. */
final class SdpWriter {
    private final StringBuilder text = new StringBuilder(2048);

    private SdpWriter() {}

    static String write(Sdp sdp) {
        var writer = new SdpWriter();
        writer.session(sdp);
        sdp.media().forEach(writer::media);
        return writer.text.toString();
    }

    private void session(Sdp sdp) {
        line("v=0");
        line("o=" + sdp.origin());
        line("s=-");
        line("t=0 0");
        all("group:", sdp.groups());
        all("", sdp.attributes());
    }

    private void media(MediaDescription media) {
        line("m=" + media.kind().word() + " " + media.port() + " " + media.protocol() + " "
                + String.join(" ", media.formats()));
        if (!media.connection().isEmpty()) {
            line("c=" + media.connection());
        }
        media.bandwidths().forEach(b -> line("b=" + b));
        text("mid:", media.mid());
        // a data channel section has no direction of its own (RFC 9429 §5.2.1)
        if (!media.kind().equals(MediaKind.APPLICATION) || media.direction() != Direction.SENDRECV) {
            line("a=" + media.direction().word());
        }
        codecs(media.rtp());
        all("extmap:", media.rtp().extmaps());
        all("msid:", media.rtp().msids());
        transport(media.transport());
        flag("rtcp-mux", media.rtp().rtcpMux());
        flag("rtcp-rsize", media.rtp().rtcpRsize());
        all("ssrc-group:", media.rtp().ssrcGroups());
        all("ssrc:", media.rtp().ssrcAttributes());
        all("", media.attributes());
        all("", media.candidates());
        flag("end-of-candidates", media.endOfCandidates());
    }

    private void codecs(RtpParameters rtp) {
        all("rtpmap:", rtp.rtpMaps());
        all("fmtp:", rtp.fmtps());
        all("rtcp-fb:", rtp.rtcpFeedbacks());
    }

    private void transport(TransportParameters transport) {
        text("ice-ufrag:", transport.iceUfrag());
        text("ice-pwd:", transport.icePwd());
        text("ice-options:", String.join(" ", transport.iceOptions()));
        all("fingerprint:", transport.fingerprints());
        transport.setup().ifPresent(s -> line("a=setup:" + s.word()));
    }

    private void all(String prefix, List<?> values) {
        values.forEach(v -> line("a=" + prefix + v));
    }

    private void text(String prefix, String value) {
        if (!value.isEmpty()) {
            line("a=" + prefix + value);
        }
    }

    private void flag(String name, boolean set) {
        if (set) {
            line("a=" + name);
        }
    }

    private void line(String line) {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("\"" + line + "\": a value must not contain a line end");
        }
        text.append(line).append("\r\n");
    }
}
