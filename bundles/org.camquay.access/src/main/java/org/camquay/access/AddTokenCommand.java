// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.camquay.api.control.CommandParameter.optional;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.NewToken;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Issues a token and shows it, this one time. */
@Component
public final class AddTokenCommand implements Command {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration A_YEAR = Duration.ofDays(365);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int MAX_STREAMS = 16;
    private static final int MAX_STREAMS_TEXT = 1024;

    private final TokenIssuer issuer;

    @Activate
    public AddTokenCommand(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "addToken";
    }

    @Override
    public String description() {
        return "Issues a token: a viewer's ticket, or a device's, or one to control or administer";
    }

    @Override
    public Scope scope() {
        return Scope.ADMINISTER;
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional("scope", Type.STRING, "view", "view, device, control or administer"),
                optional("roomID", Type.STRING, "", "the room of a viewer's or a device's token"),
                optional("streams", Type.STRING, "", "the streams a viewer may watch, with commas between; else all"),
                optional("singleUse", Type.BOOLEAN, "0", "only for its first user, who may come back for ten minutes"),
                optional("seconds", Type.NUMBER, "", "how long it holds: a day for viewers, else a year"),
                optional("subject", Type.STRING, "", "whose it is, for lists and logs"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var made = issuer.issue(order(arguments), arguments.caller());
        var token = made.token();
        return CommandReply.success(
                token.scopes().contains(Scope.VIEW)
                        ? "Token added; the viewer's link is /play/" + token.room() + "#token=TOKEN"
                        : "Token added",
                new NewToken(
                        token.id(),
                        token.subject(),
                        Scopes.write(token.scopes()),
                        token.room(),
                        token.expiry().toString(),
                        made.text()));
    }

    private static TokenIssuer.Order order(CommandArguments arguments) throws CommandException {
        var scope = Scopes.one(arguments.text("scope").toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new CommandException(
                        "parameter 'scope' is unknown: use view, device, control or" + " administer"));
        boolean ofRoom = scope == Scope.VIEW || scope == Scope.DEVICE;
        if (ofRoom != arguments.has("roomID")) {
            throw new CommandException(
                    ofRoom
                            ? "parameter 'roomID' is missing: the room that the token is for"
                            : "parameter 'roomID': only a viewer's or a device's token is for one room");
        }
        var room = ofRoom ? RoomNames.checked(arguments.text("roomID")) : "";
        var streams = Arrays.stream(arguments.text("streams").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        boolean once = arguments.flag("singleUse");
        if (scope != Scope.VIEW && (once || !streams.isEmpty())) {
            throw new CommandException("parameters 'streams' and 'singleUse' are for a viewer's ticket (scope=view)");
        }
        if (streams.size() > MAX_STREAMS || arguments.text("streams").length() > MAX_STREAMS_TEXT) {
            throw new CommandException("parameter 'streams' names too many: at most " + MAX_STREAMS);
        }
        return new TokenIssuer.Order(
                subject(arguments, scope, room), Set.of(scope), room, streams, once, lifetime(arguments, scope));
    }

    private static String subject(CommandArguments arguments, Scope scope, String room) throws CommandException {
        var given = RoomNames.words("subject", arguments.text("subject"));
        if (!given.isEmpty()) {
            return given;
        }
        return scope == Scope.DEVICE ? "device of " + room : scope == Scope.VIEW ? "viewer of " + room : "operator";
    }

    private static Duration lifetime(CommandArguments arguments, Scope scope) throws CommandException {
        if (!arguments.has("seconds")) {
            return scope == Scope.VIEW ? A_DAY : A_YEAR;
        }
        long seconds = arguments.number("seconds");
        if (seconds < 1 || seconds > LONGEST.toSeconds()) {
            throw new CommandException("parameter 'seconds': use 1 to " + LONGEST.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }
}
