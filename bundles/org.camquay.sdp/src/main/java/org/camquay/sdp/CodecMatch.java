// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Locale;
import java.util.Optional;

/**
 * The payload type of an offer that a codec of ours can be sent as.
 *
 * @param payloadType the offer's number, to be used in the answer and on the wire
 * @param fmtpLine the offer's parameters, empty if it has none
 */
public record CodecMatch(int payloadType, RtpMap rtpMap, String fmtpLine) {
    private static final int NONE = Integer.MAX_VALUE;

    /**
     * The best payload type of the section for the codec: of equally good ones the first, as the offer prefers it.
     * H.264 by RFC 6184 §8.2.2; others by name, clock rate, channels and, where there is one, profile.
     */
    public static Optional<CodecMatch> find(MediaDescription offered, RtpCodec wanted) {
        Optional<CodecMatch> best = Optional.empty();
        var bestRank = NONE;
        for (var payloadType : offered.payloadTypes()) {
            var map = offered.rtpMap(payloadType);
            if (map.isEmpty() || !sameEncoding(offered.kind(), map.get(), wanted)) {
                continue;
            }
            var line = offered.fmtpLine(payloadType);
            var rank = rank(map.get().encodingName(), line, wanted.sdpFmtpLine());
            if (rank < bestRank) {
                bestRank = rank;
                best = Optional.of(new CodecMatch(payloadType, map.get(), line));
            }
        }
        return best;
    }

    private static boolean sameEncoding(MediaKind kind, RtpMap map, RtpCodec wanted) {
        return wanted.mimeType().equalsIgnoreCase(kind.word() + "/" + map.encodingName())
                && map.clockRate() == wanted.clockRate()
                && map.channels() == Math.max(1, wanted.channels());
    }

    private static int rank(String encodingName, String offered, String wanted) {
        return switch (encodingName.toUpperCase(Locale.ROOT)) {
            case "H264" -> rankH264(offered, wanted);
            case "VP9" -> equal(offered, wanted, "profile-id", "0");
            case "AV1" -> equal(offered, wanted, "profile", "0");
            case "H265" -> equal(offered, wanted, "profile-id", "1");
            default -> 0;
        };
    }

    private static int equal(String offered, String wanted, String name, String missing) {
        var same = Fmtp.parameter(offered, name)
                .orElse(missing)
                .equals(Fmtp.parameter(wanted, name).orElse(missing));
        return same ? 0 : NONE;
    }

    private static int rankH264(String offered, String wanted) {
        var receiver = H264Profile.ofFmtp(offered);
        var source = H264Profile.ofFmtp(wanted);
        if (receiver.isEmpty() || source.isEmpty() || equal(offered, wanted, "packetization-mode", "0") == NONE) {
            return NONE;
        }
        var by = receiver.get();
        var from = source.get();
        var level = H264Profile.coversLevel(by, from) ? 0 : 1;
        if (by.sameProfile(from)) {
            return level;
        }
        if (H264Profile.canDecode(by, from)) {
            // the nearest profile that has all the tools
            return 10 + 2 * by.family().ordinal() + level;
        }
        // cameras write 4200xx without using the tools constrained baseline lacks (FMO, ASO), which no browser decodes
        var plain = new H264Profile(from.profileIdc(), from.constraints() | 0x40, from.levelIdc());
        var loose = from.family() == H264Profile.Family.BASELINE && H264Profile.canDecode(by, plain);
        return loose ? 100 + 2 * by.family().ordinal() + level : NONE;
    }
}
