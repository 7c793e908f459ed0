// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells an operator how many requests the gate let in, and how many it refused and why. */
@Component(service = Command.class)
public final class GetGateStatsCommand implements Command {
    private final Gate gate;

    @Activate
    public GetGateStatsCommand(@Reference(name = "gate") Gate gate) {
        this.gate = gate;
    }

    @Override
    public String name() {
        return "getGateStats";
    }

    @Override
    public String description() {
        return "Counts the HTTP requests let in and refused, by the check that refused them, since the start";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        var asks = gate.asksTokens() ? "tokens are asked" : "nobody is asked for a token";
        return CommandReply.success(
                asks + (gate.canDecide() ? "" : ", and nobody can check them"),
                gate.counters().entries());
    }
}
