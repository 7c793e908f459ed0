// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.List;

/** What a media section says of RTP: multiplexing, codecs, feedback, header extensions, sources. */
public record RtpParameters(
        boolean rtcpMux,
        boolean rtcpRsize,
        List<RtpMap> rtpMaps,
        List<Fmtp> fmtps,
        List<RtcpFeedback> rtcpFeedbacks,
        List<Extmap> extmaps,
        List<Msid> msids,
        List<SsrcGroup> ssrcGroups,
        List<SsrcAttribute> ssrcAttributes) {
    public RtpParameters {
        rtpMaps = List.copyOf(rtpMaps);
        fmtps = List.copyOf(fmtps);
        rtcpFeedbacks = List.copyOf(rtcpFeedbacks);
        extmaps = List.copyOf(extmaps);
        msids = List.copyOf(msids);
        ssrcGroups = List.copyOf(ssrcGroups);
        ssrcAttributes = List.copyOf(ssrcAttributes);
    }
}
