// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.optional;

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

/** Leaves rooms. */
@Component
public final class StopWebRtcCommand implements Command {
    private final WebRtcIntents intents;

    @Activate
    public StopWebRtcCommand(@Reference(name = "intents") WebRtcIntents intents) {
        this.intents = intents;
    }

    @Override
    public String name() {
        return "stopWebRTC";
    }

    @Override
    public String description() {
        return "Leaves the rooms that match, all without a filter";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional("ersip", Type.STRING, "", "only rooms at this server"),
                optional("ersport", Type.NUMBER, "", "only rooms at this port; 0 is any"),
                optional("roomid", Type.STRING, "", "only this room"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        String server = arguments.text("ersip");
        long port = arguments.number("ersport");
        String room = arguments.text("roomid");
        if (port < 0 || port > 65_535) {
            throw new CommandException("parameter 'ersport' is '" + port + "': a port is a number from 1 to 65535");
        }
        var stopped = intents.stop(intent ->
                (server.isEmpty() || server.equalsIgnoreCase(intent.ersip()) || server.equalsIgnoreCase(intent.ers()))
                        && (port == 0 || port == intent.ersport())
                        && (room.isEmpty() || room.equals(intent.roomid())));
        if (stopped.isEmpty()) {
            throw new CommandException("Unable to stop WebRTC: no room that is waited in matches");
        }
        return CommandReply.success("Stopped WebRTC Negotiation Service", stopped);
    }
}
