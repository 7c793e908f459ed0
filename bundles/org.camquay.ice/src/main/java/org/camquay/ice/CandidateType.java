// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of candidates with RFC 8445's recommended type preferences (§5.1.2.2). */
enum CandidateType {
    HOST("host", 126),
    PRFLX("prflx", 110),
    SRFLX("srflx", 100),
    RELAY("relay", 2);

    private final String word;
    private final int preference;

    CandidateType(String word, int preference) {
        this.word = word;
        this.preference = preference;
    }

    /** The word in a candidate-attribute. */
    String word() {
        return word;
    }

    /** RFC 8445 §5.1.2.1, for component 1. */
    long priority(int handicap, int localPreference) {
        return (long) Math.max(0, preference - handicap) << 24 | (long) localPreference << 8 | 255;
    }

    static Optional<CandidateType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
