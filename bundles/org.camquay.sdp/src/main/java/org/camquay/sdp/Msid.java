// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * The MediaStream and track a section carries (RFC 8830).
 *
 * @param streamId {@code -} for none
 * @param trackId empty if not told
 */
public record Msid(String streamId, String trackId) {
    static Optional<Msid> parse(String value) {
        var words = value.strip().split(" +");
        return words.length > 2 || !Words.word(words[0])
                ? Optional.empty()
                : Optional.of(new Msid(words[0], words.length == 2 ? words[1] : ""));
    }

    @Override
    public String toString() {
        return trackId.isEmpty() ? streamId : streamId + " " + trackId;
    }
}
