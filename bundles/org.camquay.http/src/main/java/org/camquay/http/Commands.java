// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camquay.api.control.Command;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands there are now. Thread: any. */
@Component(service = Commands.class)
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    /** A command and its name, which was asked for once: one that fails to tell it must not fail the others. */
    record Named(String name, Command command) {}

    private final List<Named> present = new CopyOnWriteArrayList<>();

    /** A command comes. */
    @Reference(
            name = "command",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    void add(Command command) {
        try {
            present.add(new Named(Objects.requireNonNull(command.name()), command));
        } catch (RuntimeException | LinkageError e) {
            LOG.error("command left out: {} (no name)", command.getClass().getName(), e);
        }
    }

    /** A command goes. */
    void remove(Command command) {
        present.removeIf(known -> known.command() == command);
    }

    /** The command of that name, in any letter case. */
    Optional<Named> find(String name) {
        return present.stream()
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
