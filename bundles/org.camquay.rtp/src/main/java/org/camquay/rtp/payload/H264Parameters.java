// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camquay.rtp.h264.H264Profile;

/** The format parameters of H.264 (RFC 6184 §8). */
final class H264Parameters {
    private static final String MODE = "packetization-mode";
    /** What every browser has. */
    private static final String CONSTRAINED_BASELINE =
            "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    private H264Parameters() {}

    /** By RFC 6184 §8.2.2; the packetization mode is left aside. */
    static int rank(String receiver, String source) {
        var by = profile(receiver);
        var from = profile(source);
        int level = H264Profile.coversLevel(by, from) ? 0 : 1;
        if (by.sameProfile(from)) {
            return level;
        }
        if (H264Profile.canDecode(by, from)) {
            // the nearest profile that has all the tools
            return 10 + 2 * by.family().ordinal() + level;
        }
        // cameras write 4200xx without using the tools constrained baseline lacks (FMO, ASO), which no browser decodes
        var plain = new H264Profile(from.profileIdc(), from.constraints() | 0x40, from.levelIdc());
        boolean loose = from.family() == H264Profile.Family.BASELINE && H264Profile.canDecode(by, plain);
        return loose ? 100 + 2 * by.family().ordinal() + level : ParameterMatch.NONE;
    }

    /** As what it is, and as constrained baseline: browsers decode more than they list, and refuse what they do not list. */
    static List<String> descriptions(String source) {
        // the mode of a camera's own RTP is not ours
        String own = takesFragments(source) ? source : withMode(source, 1);
        return own.equals(CONSTRAINED_BASELINE) ? List.of(own) : List.of(own, CONSTRAINED_BASELINE);
    }

    /**
     * Whether the receiver takes FU-A. RFC 6184 §8.1 reads a missing mode as 0; the players that leave it out all take
     * FU-A (docs/adr/0021), so that only a 0 that is said counts.
     */
    static boolean takesFragments(String receiver) {
        return parameter(receiver, MODE).filter("0"::equals).isEmpty();
    }

    /** The same parameters with this packetization mode. */
    static String withMode(String line, int mode) {
        var others = Stream.of(line.split(";"))
                .filter(part -> !part.isBlank() && parameter(part, MODE).isEmpty());
        return Stream.concat(Stream.of(MODE + "=" + mode), others).collect(Collectors.joining(";"));
    }

    static RtpPacketizer packetizer(String receiver) {
        return takesFragments(receiver) ? new H264Packetizer() : H264Packetizer.ofSingleUnits();
    }

    /** One that cannot be read is as good as none: whoever has H.264 has that. */
    private static H264Profile profile(String line) {
        return parameter(line, "profile-level-id").flatMap(H264Profile::parse).orElse(H264Profile.DEFAULT);
    }

    private static Optional<String> parameter(String line, String name) {
        for (String part : line.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(part.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }
}
