// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * A {@code b=} line (RFC 8866 §5.8).
 *
 * @param type {@code AS} (kbit/s) or {@code TIAS} (bit/s) or another
 */
public record Bandwidth(String type, long value) {
    static Optional<Bandwidth> parse(String text) {
        var type = Words.before(text, ':');
        var value = Words.number(Words.after(text, ':'), Long.MAX_VALUE);
        return Words.word(type) && value >= 0 ? Optional.of(new Bandwidth(type, value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return type + ":" + value;
    }
}
