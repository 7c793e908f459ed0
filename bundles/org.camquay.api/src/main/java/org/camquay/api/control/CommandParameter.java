// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * A parameter of a command.
 *
 * @param name as in EMS; letter case is ignored
 * @param type how its text is read
 * @param mandatory whether the command refuses to run without it
 * @param defaultValue what holds without it, empty when nothing
 * @param description one sentence
 */
public record CommandParameter(String name, Type type, boolean mandatory, String defaultValue, String description) {
    /** How a parameter's text is read. */
    public enum Type {
        STRING,
        /** A whole number. */
        NUMBER,
        /** A port, 1 to 65535. */
        PORT,
        /** {@code 0}, {@code 1}, {@code true} or {@code false}. */
        BOOLEAN,
        /** Text that is never shown again. */
        SECRET
    }

    /** One that must be given. */
    public static CommandParameter mandatory(String name, Type type, String description) {
        return new CommandParameter(name, type, true, "", description);
    }

    /** One that may be given. */
    public static CommandParameter optional(String name, Type type, String defaultValue, String description) {
        return new CommandParameter(name, type, false, defaultValue, description);
    }
}
