// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.time.Duration;

/** A server answered the WebSocket handshake with something else than a WebSocket (RFC 6455 §4.1). */
final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final Duration retryAfter;

    /**
     * Makes one.
     *
     * @param status of HTTP; 101 if the rest of the answer was wrong
     * @param retryAfter what the server asks for (RFC 9110 §10.2.3), or zero
     */
    HandshakeException(int status, Duration retryAfter, String message) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
