// SPDX-License-Identifier: Apache-2.0
package org.camquay.shell;

import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.camquay.api.control.Command;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers every {@link Command} service at the Felix shell, in scope {@code camquay}. Thread: any. */
@Component(service = {})
public final class Shell {
    /** Gogo's scope of our commands, which tells {@code camquay:help} from Gogo's own; Gogo itself ignores letter case. */
    static final String SCOPE = "camquay";

    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    private final BundleContext bundle;
    private final Map<Command, ServiceRegistration<Function>> offered = new ConcurrentHashMap<>();

    @Activate
    public Shell(BundleContext bundle) {
        this.bundle = bundle;
    }

    /** A command comes. */
    @Reference(
            name = "command",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeCommand")
    void addCommand(Command command) {
        String name;
        try {
            name = Objects.requireNonNull(command.name());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("command left out: {} (no name)", command.getClass().getName(), e);
            return;
        }
        var properties = new Hashtable<String, Object>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        offered.put(command, bundle.registerService(Function.class, new CommandFunction(name, command), properties));
    }

    /** A command goes. */
    void removeCommand(Command command) {
        var registration = offered.remove(command);
        if (registration != null) {
            registration.unregister();
        }
    }

    @Deactivate
    void close() {
        offered.keySet().forEach(this::removeCommand);
    }
}
