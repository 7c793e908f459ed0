// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camquay.api.access.AccessRequest.Scope;
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

    /** What its caller must be allowed to do, where tokens are asked: {@code CONTROL} or {@code ADMINISTER}. */
    default Scope scope() {
        return Scope.CONTROL;
    }

    /** Whether it changes anything: then HTTP takes it by POST only, and a line in the log says who called it. */
    default boolean changes() {
        String lower = name().toLowerCase(Locale.ROOT);
        return !lower.startsWith("list") && !lower.startsWith("get") && !lower.matches("help|version|clientsconnected");
    }

    /** Checks and runs, for a caller who is not known. Never throws. */
    default CommandReply call(Map<String, String> given) {
        return call(given, "");
    }

    /**
     * Checks and runs: what a face calls. Never throws.
     *
     * @param caller who calls, for the log: a token's subject, or the face; empty when nothing is known
     */
    default CommandReply call(Map<String, String> given, String caller) {
        try {
            return execute(CommandArguments.of(parameters(), given, caller));
        } catch (CommandException e) {
            return CommandReply.fail(name() + ": " + e.getMessage());
        }
    }
}
