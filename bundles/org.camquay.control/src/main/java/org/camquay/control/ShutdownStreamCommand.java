// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.optional;

import java.time.InstantSource;
import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.peer.Peers;
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ends a live stream and those who watch it. */
@Component
public final class ShutdownStreamCommand implements Command {
    private final Streams streams;
    private final Peers peers;
    private final PullIntents intents;

    @Activate
    public ShutdownStreamCommand(
            @Reference(name = "streams") Streams streams,
            @Reference(name = "peers") Peers peers,
            @Reference(name = "intents") PullIntents intents) {
        this.streams = streams;
        this.peers = peers;
        this.intents = intents;
    }

    @Override
    public String name() {
        return "shutdownStream";
    }

    @Override
    public String description() {
        return "Ends a live stream, or all of a group, by id or localStreamName";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional("id", Type.NUMBER, "", "number of the stream"),
                optional("localStreamName", Type.STRING, "", "name of the stream"),
                optional(
                        "permanently",
                        Type.BOOLEAN,
                        "1",
                        "forget its configuration too; 0 brings it back at the next start"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var stream = StreamDetails.chosen(streams, arguments);
        var last = StreamDetails.of(stream, InstantSource.system().instant());
        String comesBack = "";
        if (arguments.flag("permanently")) {
            var members = stream.qualities().isEmpty() ? List.of(stream) : stream.qualities();
            for (var member : members) {
                comesBack += intents.forget(member.name())
                        .map(file -> "; it comes back at the next start unless " + file + " is deleted")
                        .orElse("");
            }
        }
        streams.shutdown(stream.name());
        int viewers = peers.close(stream.name(), "The stream was shut down.");
        return CommandReply.success(
                "Stream " + stream.name() + " shut down, viewers ended: " + viewers + comesBack, last);
    }
}
