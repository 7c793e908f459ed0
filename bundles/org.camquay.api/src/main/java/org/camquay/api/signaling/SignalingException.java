// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

/** Signaling failed. The message is one sentence that names the server and the remedy, and no token. */
public class SignalingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    /**
     * Makes one.
     *
     * @param permanent whether trying the same again soon is useless (refused token, room taken): the core then waits
     *     longer between attempts
     */
    public SignalingException(String message, boolean permanent) {
        super(message);
        this.permanent = permanent;
    }

    public SignalingException(String message, Throwable cause) {
        super(message, cause);
        this.permanent = false;
    }

    /** Whether trying the same again soon is useless. */
    public boolean permanent() {
        return permanent;
    }
}
