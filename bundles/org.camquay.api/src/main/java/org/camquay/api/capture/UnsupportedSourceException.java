// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

/**
 * A source answers, and this driver cannot read what it sends, such as a codec that it does not know. The next driver of the scheme
 * is asked; if there is none, the message is what people are told.
 */
public class UnsupportedSourceException extends CaptureException {
    private static final long serialVersionUID = 1L;

    public UnsupportedSourceException(String message) {
        super(message);
    }
}
