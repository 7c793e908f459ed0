// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells an operator what the TURN server relayed, and whom it refused and why. There as long as the server is. */
@Component(service = Command.class)
public final class GetTurnStatsCommand implements Command {
    private final TurnServer server;

    @Activate
    public GetTurnStatsCommand(@Reference(name = "server") TurnServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "getTurnStats";
    }

    @Override
    public String description() {
        return "Counts what the TURN server here relayed and refused since it started";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        return CommandReply.success(
                server.quotas().inUse() + " allocations now; " + server,
                server.counters().entries());
    }
}
