// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.List;
import java.util.Map;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Brings a source in as a live stream. */
@Component
public final class PullStreamCommand implements Command {
    private final PullIntents intents;
    private final Streams streams;

    @Activate
    public PullStreamCommand(
            @Reference(name = "intents") PullIntents intents, @Reference(name = "streams") Streams streams) {
        this.intents = intents;
        this.streams = streams;
    }

    @Override
    public String name() {
        return "pullStream";
    }

    @Override
    public String description() {
        return "Brings a source in as a live stream";
    }

    @Override
    public List<CommandParameter> parameters() {
        return PullParameters.ALL;
    }

    @Override
    public CommandReply call(Map<String, String> given, String caller) {
        return PullParameters.refusal(given)
                .map(sentence -> CommandReply.fail(name() + ": " + sentence))
                .orElseGet(() -> Command.super.call(given, caller));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var intent = PullParameters.intent(arguments, intents.nextConfigId());
        UriParameter.requireScheme(intent.request().uri(), streams.schemes(), "capture driver");
        return CommandReply.success("Stream " + intent.shownUri() + " enqueued for pulling", intents.add(intent));
    }
}
