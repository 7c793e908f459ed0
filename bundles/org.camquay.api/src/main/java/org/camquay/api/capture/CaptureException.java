// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

/** A source cannot be opened or read. The message names the source and the remedy, and no password. */
public class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
