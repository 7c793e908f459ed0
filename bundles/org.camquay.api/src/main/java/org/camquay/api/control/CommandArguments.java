// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checked arguments of one call. Names are matched without regard to case; names that begin with {@code _} are the
 * caller's own and always allowed, as in EMS.
 */
public final class CommandArguments {
    private final Map<String, String> values;
    private final String caller;

    private CommandArguments(Map<String, String> values, String caller) {
        this.values = values;
        this.caller = caller;
    }

    /** Checks what was given by nobody in particular, see {@link #of(List, Map, String)}. */
    public static CommandArguments of(List<CommandParameter> parameters, Map<String, String> given)
            throws CommandException {
        return of(parameters, given, "");
    }

    /**
     * Checks what was given against what a command takes.
     *
     * @param caller who calls, for the log; empty when nothing is known
     * @throws CommandException for an unknown, missing, malformed or out-of-range argument, and says which
     */
    public static CommandArguments of(List<CommandParameter> parameters, Map<String, String> given, String caller)
            throws CommandException {
        var values = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var parameter : parameters) {
            if (!parameter.defaultValue().isEmpty()) {
                values.put(parameter.name(), parameter.defaultValue());
            }
        }
        for (var entry : given.entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith("_")
                    && parameters.stream().noneMatch(p -> p.name().equalsIgnoreCase(name))) {
                throw new CommandException("unknown parameter '" + name + "'; known: " + names(parameters));
            }
            values.put(name, entry.getValue());
        }
        for (var parameter : parameters) {
            check(parameter, values.get(parameter.name()));
        }
        return new CommandArguments(values, caller);
    }

    private static String names(List<CommandParameter> parameters) {
        return parameters.isEmpty()
                ? "none"
                : parameters.stream().map(CommandParameter::name).collect(Collectors.joining(", "));
    }

    private static void check(CommandParameter parameter, String value) throws CommandException {
        String name = parameter.name();
        if (value == null || value.isBlank()) {
            if (parameter.mandatory()) {
                throw new CommandException("parameter '" + name + "' is missing: " + parameter.description());
            }
            return;
        }
        switch (parameter.type()) {
            case PORT -> {
                if (!value.matches("\\d{1,5}") || number(name, value) < 1 || number(name, value) > 65_535) {
                    throw new CommandException(
                            "parameter '" + name + "' is '" + value + "': a port is a number from 1 to 65535");
                }
            }
            case NUMBER -> number(name, value);
            case BOOLEAN -> {
                if (!value.toLowerCase(Locale.ROOT).matches("0|1|true|false")) {
                    throw new CommandException("parameter '" + name + "' is '" + value + "': use true or false");
                }
            }
            case STRING, SECRET -> {}
        }
    }

    private static long number(String name, String value) throws CommandException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new CommandException("parameter '" + name + "' is '" + value + "': not a whole number");
        }
    }

    /** Who calls, for the log. */
    public String caller() {
        return caller.isEmpty() ? "somebody" : caller;
    }

    /** The text given or its default, trimmed; empty when neither. */
    public String text(String name) {
        return values.getOrDefault(name, "").trim();
    }

    /** Whether it has a value. */
    public boolean has(String name) {
        return !text(name).isEmpty();
    }

    /** A checked number; 0 when absent. */
    public long number(String name) {
        return has(name) ? Long.parseLong(text(name)) : 0;
    }

    /** A checked port; 0 when absent. */
    public int port(String name) {
        return (int) number(name);
    }

    /** A checked truth value; false when absent. */
    public boolean flag(String name) {
        return text(name).equals("1") || text(name).equalsIgnoreCase("true");
    }
}
