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
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.Peers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks for another path to a viewer, who keeps the picture meanwhile. */
@Component
public final class RestartIceCommand implements Command {
    private final Peers peers;

    @Activate
    public RestartIceCommand(@Reference(name = "peers") Peers peers) {
        this.peers = peers;
    }

    @Override
    public String name() {
        return "restartIce";
    }

    @Override
    public String description() {
        return "Looks for another path to a viewer (an ICE restart), who keeps the picture meanwhile";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(mandatory("id", Type.STRING, "of clientsConnected"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        try {
            peers.restartIce(new PeerId(arguments.text("id")));
        } catch (PeerException e) {
            throw new CommandException(e.getMessage());
        }
        return CommandReply.success("ICE is restarted; getPeerInfo tells what comes of it", null);
    }
}
