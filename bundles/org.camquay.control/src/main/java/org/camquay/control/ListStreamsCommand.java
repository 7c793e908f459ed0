// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.time.InstantSource;
import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the live streams. */
@Component
public final class ListStreamsCommand implements Command {
    private final Streams streams;

    @Activate
    public ListStreamsCommand(@Reference(name = "streams") Streams streams) {
        this.streams = streams;
    }

    @Override
    public String name() {
        return "listStreams";
    }

    @Override
    public String description() {
        return "Lists the live streams";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        var now = InstantSource.system().instant();
        var entries = streams.list().stream()
                .map(stream -> StreamDetails.of(stream, now))
                .toList();
        return CommandReply.success("Live streams: " + entries.size(), entries);
    }
}
