// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.access.Authorizer;
import org.camquay.testkit.FakeClock;
import org.camquay.testkit.contract.AuthorizerContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ours keeps the contract. */
class AuthorizerTest extends AuthorizerContract {
    @TempDir
    Path folder;

    private TokenIssuer issuer;

    @BeforeEach
    void issuer() throws Exception {
        issuer = new TokenIssuer(folder, 100, 100, new FakeClock());
    }

    @Override
    protected Authorizer authorizer() {
        return new TokenAuthorizer(issuer);
    }

    @Override
    protected String viewerOfFrontDoor() throws Exception {
        return token(Scope.VIEW);
    }

    @Override
    protected String deviceOfFrontDoor() throws Exception {
        return token(Scope.DEVICE);
    }

    private String token(Scope scope) throws Exception {
        var order =
                new TokenIssuer.Order("somebody", Set.of(scope), "front-door", List.of(), false, Duration.ofHours(1));
        return issuer.issue(order, "test").text();
    }
}
