// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.net.URI;
import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.signaling.SignalingGateway;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Waits for viewers in a room. */
@Component
public final class StartWebRtcCommand implements Command {
    private final WebRtcIntents intents;
    private final SignalingGateway gateway;

    @Activate
    public StartWebRtcCommand(
            @Reference(name = "intents") WebRtcIntents intents, @Reference(name = "gateway") SignalingGateway gateway) {
        this.intents = intents;
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "startWebRTC";
    }

    @Override
    public String description() {
        return "Waits for viewers in a room of a rendezvous server";
    }

    @Override
    public List<CommandParameter> parameters() {
        return RoomParameters.ALL;
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var intent = RoomParameters.intent(arguments, intents.nextConfigId());
        UriParameter.requireScheme(URI.create(intent.url()), gateway.schemes(), "signaling backend");
        return CommandReply.success("Started WebRTC Negotiation Service", intents.start(intent));
    }
}
