// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.codec;

/** A codec cannot be opened or refuses its input. The message names the codec and the remedy. */
public class CodecException extends Exception {
    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
        super(message);
    }

    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
