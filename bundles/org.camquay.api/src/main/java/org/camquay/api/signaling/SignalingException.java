// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.time.Duration;

/** Signaling failed. The message is one sentence that names the server and the remedy, and no token. */
public class SignalingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;
    private final Duration retryAfter;

    /**
     * Makes one.
     *
     * @param permanent whether trying the same again is useless (refused token, bad room name, certificate of somebody else):
     *     the core then stops until the will is given anew or a configuration changes
     */
    public SignalingException(String message, boolean permanent) {
        super(message);
        this.permanent = permanent;
        this.retryAfter = Duration.ZERO;
    }

    public SignalingException(String message, Throwable cause) {
        super(message, cause);
        this.permanent = false;
        this.retryAfter = Duration.ZERO;
    }

    /**
     * Makes one of a refusal that will pass, but not soon: a room taken, a server that asks for patience.
     *
     * @param retryAfter the least pause before the next attempt; the core takes at most five minutes of it
     */
    public SignalingException(String message, Duration retryAfter) {
        super(message);
        this.permanent = false;
        this.retryAfter = retryAfter;
    }

    /** Whether trying the same again is useless. */
    public boolean permanent() {
        return permanent;
    }

    /** The least pause before the next attempt; zero if the core's own growing pauses will do. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
