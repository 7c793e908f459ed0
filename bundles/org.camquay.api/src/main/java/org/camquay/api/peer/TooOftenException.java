// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** A peer asks for something more often than it may; the same may be asked again after a while. */
public class TooOftenException extends TryLaterException {
    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    /**
     * With one sentence for the peer.
     *
     * @param retryAfterSeconds after how many seconds the same may succeed, at least 1
     */
    public TooOftenException(String message, int retryAfterSeconds) {
        super(message);
        this.retryAfterSeconds = Math.max(1, retryAfterSeconds);
    }

    /** After how many seconds the same may succeed. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
