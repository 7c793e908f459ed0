// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * An RTCP feedback message an end can take (RFC 4585 §4.2).
 *
 * @param payloadType 0 to 127, or {@link #ANY}
 * @param value e.g. {@code nack}, {@code nack pli}, {@code ccm fir}, {@code transport-cc}
 */
public record RtcpFeedback(int payloadType, String value) {
    /** Stands for all payload types of the section, written {@code *}. */
    public static final int ANY = -1;

    static Optional<RtcpFeedback> parse(String text) {
        var word = Words.before(text, ' ');
        var payloadType = word.equals("*") ? ANY : (int) Words.number(word, 127);
        var value = Words.after(text, ' ').strip();
        var known = payloadType >= 0 || word.equals("*");
        return known && !value.isEmpty() ? Optional.of(new RtcpFeedback(payloadType, value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return (payloadType == ANY ? "*" : Integer.toString(payloadType)) + " " + value;
    }
}
