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
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells all about one live stream. */
@Component
public final class GetStreamInfoCommand implements Command {
    private final Streams streams;

    @Activate
    public GetStreamInfoCommand(@Reference(name = "streams") Streams streams) {
        this.streams = streams;
    }

    @Override
    public String name() {
        return "getStreamInfo";
    }

    @Override
    public String description() {
        return "Tells all about one live stream, by id or localStreamName";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional("id", Type.NUMBER, "", "number of the stream"),
                optional("localStreamName", Type.STRING, "", "name of the stream"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var stream = StreamDetails.chosen(streams, arguments);
        return CommandReply.success(
                "Stream information",
                StreamDetails.of(stream, InstantSource.system().instant()));
    }
}
