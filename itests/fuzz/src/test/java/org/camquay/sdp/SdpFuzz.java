// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.nio.charset.StandardCharsets;

/** A description in an offer or answer. */
public final class SdpFuzz {
    private SdpFuzz() {}

    /** What was understood can be written, and is understood again. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (SdpParser.parse(new String(data, StandardCharsets.UTF_8)) instanceof SdpResult.Ok ok) {
            use(ok.sdp());
            var written = ok.sdp().write();
            if (!(SdpParser.parse(written) instanceof SdpResult.Ok again)) {
                throw new AssertionError("what was written is refused: " + written);
            }
            if (again.sdp().media().size() != ok.sdp().media().size()) {
                throw new AssertionError(
                        "other sections: " + written + "\n" + again.sdp().write());
            }
        }
    }

    private static void use(Sdp sdp) {
        sdp.bundle();
        sdp.iceLite();
        for (var section : sdp.media()) {
            sdp.transportOf(section);
            section.rejected();
            for (int type : section.payloadTypes()) {
                section.rtpMap(type);
                section.fmtpLine(type);
                section.retransmissionPayloadType(type);
            }
        }
    }
}
