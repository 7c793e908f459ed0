// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camquay.api.control.Command;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The commands there are now. Thread: any. */
@Component(service = Commands.class)
public final class Commands {
    private final List<Command> present = new CopyOnWriteArrayList<>();

    /** A command comes. */
    @Reference(
            name = "command",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    void add(Command command) {
        present.add(command);
    }

    /** A command goes. */
    void remove(Command command) {
        present.remove(command);
    }

    /** The command of that name, in any letter case. */
    Optional<Command> find(String name) {
        return present.stream()
                .filter(command -> command.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
