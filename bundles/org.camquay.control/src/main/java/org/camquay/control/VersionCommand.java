// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.VersionEntry;
import org.osgi.service.component.annotations.Component;

/** Tells what runs here. */
@Component
public final class VersionCommand implements Command {
    @Override
    public String name() {
        return "version";
    }

    @Override
    public String description() {
        return "Tells the version of Camquay, Java and the system";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var build = new Properties();
        try (var in = VersionCommand.class.getResourceAsStream("version.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new CommandException("the bundle's version cannot be read: " + e);
        }
        var entry = new VersionEntry(
                "Camquay",
                build.getProperty("version"),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return CommandReply.success("Camquay " + entry.version(), entry);
    }
}
