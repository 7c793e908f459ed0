// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

/** A request's body is not taken. The message is one sentence for the caller. */
public final class BodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    BodyException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status to answer with: 400, 408, 413 or 503. */
    public int status() {
        return status;
    }
}
