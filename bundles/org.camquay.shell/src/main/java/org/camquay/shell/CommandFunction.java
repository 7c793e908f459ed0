// SPDX-License-Identifier: Apache-2.0
package org.camquay.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.CommandReply.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command as Gogo calls it: {@code key=value} words in, the reply as JSON on the session's console. */
final class CommandFunction implements Function {
    private static final Logger LOG = LoggerFactory.getLogger(CommandFunction.class);
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private static final String CALLER = "the shell";

    private final String name;
    private final Command command;

    /** @param name the command's, so that it need not be asked again */
    CommandFunction(String name, Command command) {
        this.name = name;
        this.command = command;
    }

    /** Returns nothing, because Gogo would print it a second time. */
    @Override
    public Object execute(CommandSession session, List<Object> arguments) throws JsonProcessingException {
        session.getConsole().println(JSON.writeValueAsString(reply(arguments)));
        return null;
    }

    private CommandReply reply(List<Object> arguments) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Object argument : arguments) {
            String word = String.valueOf(argument);
            int equals = word.indexOf('=');
            if (equals < 1) {
                // The word is not repeated: it may be a token whose key was forgotten.
                return CommandReply.fail(name + ": word " + (arguments.indexOf(argument) + 1) + " is not key=value");
            }
            if (given.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                return CommandReply.fail(name + ": parameter '" + word.substring(0, equals) + "' is given twice");
            }
        }
        try {
            var reply = Objects.requireNonNull(command.call(new HashMap<>(given), CALLER));
            // Commands of the administration say more in lines of their own. Arguments may be secrets.
            if (command.changes() && command.scope() == Scope.CONTROL && reply.status() == Status.SUCCESS) {
                LOG.info("audit: command run ({}, by {})", name, CALLER);
            }
            return reply;
        } catch (RuntimeException | LinkageError e) {
            LOG.error("command failed: {}", name, e);
            return CommandReply.fail(name + ": failed inside; the log has the details");
        }
    }
}
