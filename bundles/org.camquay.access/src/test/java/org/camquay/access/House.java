// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.CommandException;
import org.camquay.testkit.FakeClock;

/** A server's access, on a clock of the test's. */
final class House {
    final FakeClock clock = new FakeClock();
    final Path folder;
    TokenIssuer issuer;
    TokenAuthorizer authorizer;

    House(Path folder) throws IOException {
        this.folder = folder;
        restart();
    }

    /** As after a new start: what is not in files is forgotten. */
    void restart() throws IOException {
        issuer = new TokenIssuer(folder.resolve("access"), 10, 10, clock);
        authorizer = new TokenAuthorizer(issuer);
    }

    TokenIssuer.Made made(Scope scope, String room, List<String> streams, boolean once) throws CommandException {
        var order = new TokenIssuer.Order("somebody", Set.of(scope), room, streams, once, Duration.ofHours(1));
        return issuer.issue(order, "test");
    }

    String token(Scope scope, String room) throws CommandException {
        return made(scope, room, List.of(), false).text();
    }

    AccessDecision ask(String token, Scope scope, Kind kind, String name, String holder) {
        return authorizer.authorize(new AccessRequest(token, scope, kind, name, holder));
    }

    AccessDecision view(String token, String room, String holder) {
        return ask(token, Scope.VIEW, Kind.ROOM, room, holder);
    }

    /** 200 for granted. */
    static int status(AccessDecision decision) {
        return decision instanceof AccessDecision.Denied denied ? denied.status() : 200;
    }
}
