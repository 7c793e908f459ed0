// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.HelpEntry;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes every command there is now, whoever brought it. */
@Component
public final class HelpCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(HelpCommand.class);

    private final List<Command> others = new CopyOnWriteArrayList<>();

    /** A command comes. */
    @Reference(
            name = "command",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            // A component that waits for its own service would be a circle.
            target = "(!(component.name=org.camquay.control.HelpCommand))")
    void addCommand(Command command) {
        others.add(command);
    }

    /** A command goes. */
    void removeCommand(Command command) {
        others.remove(command);
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String description() {
        return "Describes the commands";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        var entries = Stream.concat(others.stream(), Stream.of(this))
                .flatMap(command -> describe(command).stream())
                .sorted(Comparator.comparing(HelpEntry::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
        return CommandReply.success("Available commands", entries);
    }

    /** Empty for a command that fails to say what it does. */
    private static Optional<HelpEntry> describe(Command command) {
        try {
            var name = Objects.requireNonNull(command.name());
            return Optional.of(new HelpEntry(name, command.description(), command.parameters()));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("describing a command failed: {}", command.getClass().getName(), e);
            return Optional.empty();
        }
    }
}
