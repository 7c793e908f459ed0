// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who sends media in a section (RFC 8866 §6.7); the words of W3C {@code RTCRtpTransceiverDirection}. */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** The word as it stands in a description, e.g. {@code sendonly}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The direction with this exact word; empty if there is none. */
    public static Optional<Direction> parse(String word) {
        for (var direction : values()) {
            if (direction.word().equals(word)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }

    /** The direction that sends and receives as told. */
    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** Whether the end that wrote the description wants to send. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** Whether the end that wrote the description wants to receive. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** The same agreement seen from the other end: {@code sendonly} becomes {@code recvonly}. */
    public Direction reversed() {
        return of(receives(), sends());
    }

    /** What is left when both must agree; bring the remote one by {@link #reversed()} first (RFC 9429 §5.3.1). */
    public Direction and(Direction other) {
        return of(sends() && other.sends(), receives() && other.receives());
    }
}
