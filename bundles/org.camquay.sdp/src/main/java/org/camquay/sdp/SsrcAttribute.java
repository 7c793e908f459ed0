// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * A property of one RTP source, {@code cname} above all (RFC 5576 §4.1).
 *
 * @param ssrc 32 bits, unsigned
 * @param value empty if the attribute has none
 */
public record SsrcAttribute(long ssrc, String name, String value) {
    static Optional<SsrcAttribute> parse(String text) {
        var ssrc = Words.number(Words.before(text, ' '), 0xffff_ffffL);
        var attribute = Words.after(text, ' ').strip();
        var name = Words.before(attribute, ':');
        return ssrc < 0 || !Words.word(name)
                ? Optional.empty()
                : Optional.of(new SsrcAttribute(
                        ssrc, name, Words.after(attribute, ':').strip()));
    }

    @Override
    public String toString() {
        return ssrc + " " + name + (value.isEmpty() ? "" : ":" + value);
    }
}
