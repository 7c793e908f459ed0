// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

/** A request is refused. The message is one sentence for the caller. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status to answer with. */
    int status() {
        return status;
    }
}
