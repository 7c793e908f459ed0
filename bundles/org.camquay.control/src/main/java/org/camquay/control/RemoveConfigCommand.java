// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.mandatory;

import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Forgets an intent and ends what it started. */
@Component
public final class RemoveConfigCommand implements Command {
    private final PullIntents pulls;
    private final WebRtcIntents rooms;

    @Activate
    public RemoveConfigCommand(
            @Reference(name = "pulls") PullIntents pulls, @Reference(name = "rooms") WebRtcIntents rooms) {
        this.pulls = pulls;
        this.rooms = rooms;
    }

    @Override
    public String name() {
        return "removeConfig";
    }

    @Override
    public String description() {
        return "Forgets a configuration and ends what it started";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(mandatory("id", Type.NUMBER, "the configId, as listConfig shows it"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        long id = arguments.number("id");
        var pull = pulls.remove(id);
        if (pull.isPresent()) {
            return CommandReply.success("Configuration removed", pull.get());
        }
        var room = rooms.remove(id);
        if (room.isPresent()) {
            return CommandReply.success("Configuration removed", room.get());
        }
        throw new CommandException("there is no configuration " + id + "; listConfig shows those there are");
    }
}
