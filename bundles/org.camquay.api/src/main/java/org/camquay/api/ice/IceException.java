// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/** ICE cannot do what it is asked. The message is one sentence that names the cause. */
public class IceException extends Exception {
    private static final long serialVersionUID = 1L;

    public IceException(String message) {
        super(message);
    }

    public IceException(String message, Throwable cause) {
        super(message, cause);
    }
}
