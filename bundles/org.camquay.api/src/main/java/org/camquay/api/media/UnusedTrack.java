// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.util.Objects;

/**
 * A track that a source has and that no viewer gets.
 *
 * @param kind the media type of its section in SDP (RFC 8866 section 5.14): {@code video}, {@code audio}, {@code
 *     application}
 * @param codec its encoding as the source names it, for example {@code G726-32}; empty when the source does not say
 * @param reason why it is not used and what can be done about it, for people; no secret in it
 */
public record UnusedTrack(String kind, String codec, String reason) {
    public UnusedTrack {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(reason, "reason");
    }
}
