// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * An RTP header extension (RFC 8285 §5).
 *
 * @param id 1 to 14 for one-byte headers, 255 at most for two-byte ones (4096 to 4351 only in offers of ranges)
 * @param direction empty for that of the section
 * @param attributes what follows the URI, mostly empty
 */
public record Extmap(int id, Optional<Direction> direction, String uri, String attributes) {
    /** A header extension in the direction of its section, without attributes. */
    public Extmap(int id, String uri) {
        this(id, Optional.empty(), uri, "");
    }

    static Optional<Extmap> parse(String value) {
        var words = value.strip().split(" +", 3);
        var id = (int) Words.number(Words.before(words[0], '/'), 4351);
        var direction = Direction.parse(Words.after(words[0], '/'));
        if (words.length < 2 || id < 1 || direction.isEmpty() == (words[0].indexOf('/') >= 0)) {
            return Optional.empty();
        }
        return Optional.of(new Extmap(id, direction, words[1], words.length == 3 ? words[2] : ""));
    }

    @Override
    public String toString() {
        var text = id + direction.map(d -> "/" + d.word()).orElse("") + " " + uri;
        return attributes.isEmpty() ? text : text + " " + attributes;
    }
}
