// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * The format parameters of a payload type (RFC 8866 §6.15).
 *
 * @param line what follows the payload type, e.g. {@code packetization-mode=1;profile-level-id=42e01f}
 */
public record Fmtp(int payloadType, String line) {
    /** The value of a parameter, its name taken without letter case; empty if it is not there. */
    public Optional<String> parameter(String name) {
        return parameter(line, name);
    }

    /** The value of a parameter of a W3C {@code sdpFmtpLine}. */
    public static Optional<String> parameter(String line, String name) {
        for (var part : line.split(";")) {
            if (Words.before(part, '=').strip().equalsIgnoreCase(name)) {
                return Optional.of(Words.after(part, '=').strip());
            }
        }
        return Optional.empty();
    }

    static Optional<Fmtp> parse(String value) {
        var payloadType = (int) Words.number(Words.before(value, ' '), 127);
        var line = Words.after(value, ' ').strip();
        return payloadType < 0 || line.isEmpty() ? Optional.empty() : Optional.of(new Fmtp(payloadType, line));
    }

    @Override
    public String toString() {
        return payloadType + " " + line;
    }
}
