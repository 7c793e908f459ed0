// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.List;
import java.util.Optional;

/** A group of media sections (RFC 5888), {@code BUNDLE} (RFC 9143) above all. */
public record Group(String semantics, List<String> mids) {
    /** The semantics of sections that share one transport. */
    public static final String BUNDLE = "BUNDLE";

    public Group {
        mids = List.copyOf(mids);
    }

    static Optional<Group> parse(String value) {
        var words = List.of(value.strip().split(" +"));
        return Words.word(words.get(0))
                ? Optional.of(new Group(words.get(0), words.subList(1, words.size())))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return mids.isEmpty() ? semantics : semantics + " " + String.join(" ", mids);
    }
}
