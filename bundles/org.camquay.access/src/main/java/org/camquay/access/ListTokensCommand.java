// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.TokenEntry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the tokens that hold, without showing them. */
@Component
public final class ListTokensCommand implements Command {
    private final TokenIssuer issuer;

    @Activate
    public ListTokensCommand(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "listTokens";
    }

    @Override
    public String description() {
        return "Lists the tokens that were issued here and hold, without the tokens themselves";
    }

    @Override
    public Scope scope() {
        return Scope.ADMINISTER;
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        var entries =
                issuer.tokens().stream().map(token -> entry(token, issuer)).toList();
        return CommandReply.success("Tokens", entries);
    }

    static TokenEntry entry(IssuedToken token, TokenIssuer issuer) {
        var used = token.once() ? issuer.uses().firstUse(SigningKey.NAME, token.id()) : Optional.<Instant>empty();
        return new TokenEntry(
                token.id(),
                token.subject(),
                token.scope(),
                token.room(),
                token.streams(),
                token.once(),
                used.map(Instant::toString).orElse(""),
                token.expiry().toString());
    }
}
