// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** A peer connection cannot take what it is given. The message is one sentence that names what and why. */
public class PeerException extends Exception {
    private static final long serialVersionUID = 1L;

    public PeerException(String message) {
        super(message);
    }

    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
