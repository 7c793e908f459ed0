// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.camquay.api.control.CommandParameter.mandatory;

import java.util.List;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes a token void at once. */
@Component
public final class DelTokenCommand implements Command {
    private final TokenIssuer issuer;

    @Activate
    public DelTokenCommand(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "delToken";
    }

    @Override
    public String description() {
        return "Makes a token void at once";
    }

    @Override
    public Scope scope() {
        return Scope.ADMINISTER;
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(mandatory("id", Type.STRING, "the token's id, see listTokens"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var deleted = issuer.withdraw(arguments.text("id"), arguments.caller())
                .orElseThrow(() -> new CommandException("there is no token of that id; see listTokens"));
        return CommandReply.success("Token deleted", ListTokensCommand.entry(deleted, issuer));
    }
}
