// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * The {@code o=} line (RFC 8866 §5.2). A new description of the same session has the same id and a higher version.
 *
 * @param sessionId decimal digits; RFC 9429 §5.2.1 wants 63 random bits
 * @param sessionVersion not negative
 */
public record Origin(
        String username,
        String sessionId,
        long sessionVersion,
        String networkType,
        String addressType,
        String unicastAddress) {

    /** A JSEP origin, which hides the address: {@code - <id> <version> IN IP4 0.0.0.0}. */
    public static Origin of(long sessionId, long sessionVersion) {
        return new Origin("-", Long.toUnsignedString(sessionId), sessionVersion, "IN", "IP4", "0.0.0.0");
    }

    /** The origin for the next description of the same session. */
    public Origin next() {
        return new Origin(username, sessionId, sessionVersion + 1, networkType, addressType, unicastAddress);
    }

    static Optional<Origin> parse(String value) {
        var words = value.split(" ", -1);
        if (words.length != 6 || !Words.digits(words[1], 20)) {
            return Optional.empty();
        }
        for (var word : words) {
            if (word.isEmpty()) {
                return Optional.empty();
            }
        }
        var version = Words.number(words[2], Long.MAX_VALUE);
        return version < 0
                ? Optional.empty()
                : Optional.of(new Origin(words[0], words[1], version, words[3], words[4], words[5]));
    }

    @Override
    public String toString() {
        return String.join(
                " ", username, sessionId, Long.toString(sessionVersion), networkType, addressType, unicastAddress);
    }
}
