// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.ConfigList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the intents in force. */
@Component
public final class ListConfigCommand implements Command {
    private final PullIntents pulls;
    private final WebRtcIntents rooms;

    @Activate
    public ListConfigCommand(
            @Reference(name = "pulls") PullIntents pulls, @Reference(name = "rooms") WebRtcIntents rooms) {
        this.pulls = pulls;
        this.rooms = rooms;
    }

    @Override
    public String name() {
        return "listConfig";
    }

    @Override
    public String description() {
        return "Lists what is pulled and waited in, and how it fares";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        return CommandReply.success("Run-time configuration", new ConfigList(pulls.list(), rooms.list()));
    }
}
