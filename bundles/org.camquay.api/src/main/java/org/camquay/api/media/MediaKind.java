// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

/** The kind of a track (W3C mediacapture-streams, {@code MediaStreamTrack.kind}). */
public enum MediaKind {
    AUDIO("audio"),
    VIDEO("video");

    private final String word;

    MediaKind(String word) {
        this.word = word;
    }

    /** The W3C and SDP word, {@code audio} or {@code video}. */
    @Override
    public String toString() {
        return word;
    }
}
