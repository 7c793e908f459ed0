// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

/** The call is wrong. The message says what and what to do instead. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
