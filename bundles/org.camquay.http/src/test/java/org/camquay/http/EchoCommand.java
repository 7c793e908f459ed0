// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.VersionEntry;

/** Says what it was given. */
record EchoCommand(String name) implements Command {
    @Override
    public String description() {
        return "Says what it was given";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                CommandParameter.optional("text", Type.STRING, "", ""),
                CommandParameter.optional("port", Type.PORT, "", ""),
                CommandParameter.optional("on", Type.BOOLEAN, "0", ""),
                CommandParameter.optional("crash", Type.BOOLEAN, "0", ""));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        if (arguments.flag("crash")) {
            throw new IllegalStateException("s3cret");
        }
        return CommandReply.success(
                arguments.text("text") + " " + arguments.port("port") + " " + arguments.flag("on"),
                new VersionEntry("p", "v", "j", "o"));
    }
}
