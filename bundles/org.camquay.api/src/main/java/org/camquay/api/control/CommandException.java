// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/** A command cannot be run as asked. The message names the parameter or thing and the remedy. */
public class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
