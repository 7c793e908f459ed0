// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.rtp.payload.ParameterMatch;
import org.camquay.rtp.payload.PayloadFormat;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.RtpMap;

/**
 * A payload type of the peer's description that is in our table of formats.
 *
 * @param rtpMap with the peer's number, to be used in the answer and on the wire
 * @param fmtpLine the peer's parameters, empty if it has none
 */
record CodecMatch(PayloadFormat format, RtpMap rtpMap, String fmtpLine) {
    /** Beyond every rank of the table: what cannot be cut into packets is sent so only where there is no other way. */
    private static final int WITHOUT_FRAGMENTS = 1_000_000;

    /** All of a section, in the order of the peer's preference. */
    static List<CodecMatch> all(MediaDescription section) {
        var matches = new ArrayList<CodecMatch>();
        for (int payloadType : section.payloadTypes()) {
            section.rtpMap(payloadType)
                    .ifPresent(map -> PayloadFormat.of(
                                    section.kind().word(), map.encodingName(), map.clockRate(), map.channels())
                            .ifPresent(
                                    format -> matches.add(new CodecMatch(format, map, section.fmtpLine(payloadType)))));
        }
        return matches;
    }

    /**
     * The best of a section for a codec described so; of equally good ones the first, as the peer prefers it.
     *
     * @param fmtpLine the codec's own or one that stands for it
     */
    static Optional<CodecMatch> find(MediaDescription section, Codec codec, String fmtpLine) {
        CodecMatch best = null;
        int bestRank = ParameterMatch.NONE;
        for (var match : all(section)) {
            int rank = match.is(codec) ? match.rank(fmtpLine) : ParameterMatch.NONE;
            if (rank < bestRank) {
                bestRank = rank;
                best = match;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean is(Codec codec) {
        boolean channels = format.channels() == 0 || rtpMap.channels() == Math.max(1, codec.channels());
        return codec.is(format.mimeType()) && codec.clockRate() == rtpMap.clockRate() && channels;
    }

    private int rank(String source) {
        int rank = format.match().rank(fmtpLine, source);
        return rank == ParameterMatch.NONE || takesFragments() ? rank : WITHOUT_FRAGMENTS + rank;
    }

    /** Whether it takes frames that do not fit a packet. */
    boolean takesFragments() {
        return format.takesFragments().test(fmtpLine);
    }
}
