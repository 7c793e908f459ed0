// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Locale;
import java.util.Optional;

/** The registered media types of an {@code m=} line (RFC 8866 §8.2.2). WebRTC uses the first three. */
public enum MediaKind {
    AUDIO,
    VIDEO,
    APPLICATION,
    TEXT,
    IMAGE,
    MESSAGE;

    /** The word as it stands in a description, e.g. {@code video}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this exact word; empty if it is not registered. */
    public static Optional<MediaKind> parse(String word) {
        for (var kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
