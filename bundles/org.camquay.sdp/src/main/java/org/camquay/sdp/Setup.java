// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Locale;
import java.util.Optional;

/** Which end starts the DTLS handshake (RFC 4145 §4, RFC 8842). */
public enum Setup {
    ACTIVE,
    PASSIVE,
    ACTPASS,
    HOLDCONN;

    /** The word as it stands in a description, e.g. {@code actpass}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this exact word; empty if there is none. */
    public static Optional<Setup> parse(String word) {
        for (var setup : values()) {
            if (setup.word().equals(word)) {
                return Optional.of(setup);
            }
        }
        return Optional.empty();
    }
}
