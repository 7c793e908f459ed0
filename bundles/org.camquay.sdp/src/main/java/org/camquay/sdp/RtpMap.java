// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * What a payload type stands for (RFC 8866 §6.6).
 *
 * @param payloadType 0 to 127
 * @param encodingName as written, to be compared without letter case
 * @param clockRate Hz
 * @param channels 1 unless the line says otherwise
 */
public record RtpMap(int payloadType, String encodingName, int clockRate, int channels) {
    /** The static payload types WebRTC ends may use without a line of their own (RFC 3551 §6): PCMU and PCMA. */
    public static Optional<RtpMap> ofStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(new RtpMap(0, "PCMU", 8000, 1));
            case 8 -> Optional.of(new RtpMap(8, "PCMA", 8000, 1));
            default -> Optional.empty();
        };
    }

    static Optional<RtpMap> parse(String value) {
        var payloadType = (int) Words.number(Words.before(value, ' '), 127);
        var encoding = Words.after(value, ' ').strip().split("/", -1);
        if (payloadType < 0 || encoding.length < 2 || encoding.length > 3 || !Words.word(encoding[0])) {
            return Optional.empty();
        }
        var clockRate = (int) Words.number(encoding[1], Integer.MAX_VALUE);
        var channels = encoding.length == 2 || encoding[2].isEmpty() ? 1 : (int) Words.number(encoding[2], 255);
        return clockRate <= 0 || channels <= 0
                ? Optional.empty()
                : Optional.of(new RtpMap(payloadType, encoding[0], clockRate, channels));
    }

    @Override
    public String toString() {
        var text = payloadType + " " + encodingName + "/" + clockRate;
        return channels == 1 ? text : text + "/" + channels;
    }
}
