// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Optional;

/**
 * The media type of an {@code m=} line (RFC 8866 §8.2.2). WebRTC uses three; an end that meets another has to refuse the
 * section, so its word is kept.
 *
 * @param word as it stands in a description, e.g. {@code video}
 */
public record MediaKind(String word) {
    public static final MediaKind AUDIO = new MediaKind("audio");
    public static final MediaKind VIDEO = new MediaKind("video");
    public static final MediaKind APPLICATION = new MediaKind("application");

    /** The kind of this word; empty if it is no word. */
    public static Optional<MediaKind> parse(String word) {
        return Words.word(word) ? Optional.of(new MediaKind(word)) : Optional.empty();
    }
}
