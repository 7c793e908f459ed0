// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** One command, one service. The shell and HTTP find it and offer it. Thread: any; may block for a few seconds. */
@ConsumerType
public interface Command {
    /** As in EMS, for example {@code startWebRTC}; letter case is ignored when it is called. */
    String name();

    /** One sentence. */
    String description();

    /** What it takes. */
    List<CommandParameter> parameters();

    /**
     * Runs it.
     *
     * @throws CommandException if it cannot be done; the faces answer {@code FAIL} with its message
     */
    CommandReply execute(CommandArguments arguments) throws CommandException;

    /** Checks and runs: what a face calls. Never throws. */
    default CommandReply call(java.util.Map<String, String> given) {
        try {
            return execute(CommandArguments.of(parameters(), given));
        } catch (CommandException e) {
            return CommandReply.fail(name() + ": " + e.getMessage());
        }
    }
}
