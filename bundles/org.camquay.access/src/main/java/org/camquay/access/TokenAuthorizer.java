// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.Authorizer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Decides by signed tokens: this server's own, and those of outside issuers whose keys are configured. Thread: any. */
@Component
public final class TokenAuthorizer implements Authorizer {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final TokenIssuer issuer;
    private final VerificationKey own;

    @Reference(
            name = "keys",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<TrustedKey> outside = List.of();

    @Activate
    public TokenAuthorizer(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
        this.own = issuer.verification();
    }

    @Override
    public AccessDecision authorize(AccessRequest request) {
        var keys = new ArrayList<VerificationKey>();
        keys.add(own);
        outside.forEach(key -> keys.add(key.verification()));
        var now = issuer.clock().instant();
        var reading = TokenReader.read(request.token(), keys, now);
        if (reading.token().isEmpty()) {
            return denied(request, reading.problem());
        }
        var token = reading.token().get();
        if (token.issuer().equals(own.issuer()) && !issuer.holds(token)) {
            return denied(request, "The token has been withdrawn: ask the owner for a new one");
        }
        var decision = AccessPolicy.decide(token, request, issuer::isAllowed);
        return decision instanceof Granted && AccessPolicy.isUse(token, request)
                ? used(token, request, decision)
                : decision;
    }

    /** In words that a viewer knows. */
    private static Denied denied(AccessRequest request, String reason) {
        boolean viewer = request.scope() == AccessRequest.Scope.VIEW;
        return new Denied(UNAUTHORIZED, viewer ? reason.replace("token", "ticket") : reason);
    }

    private AccessDecision used(Token token, AccessRequest request, AccessDecision granted) {
        if (request.holder().isEmpty()) {
            return new Denied(FORBIDDEN, "The ticket is for one user, and who uses it is not known here");
        }
        var outcome = issuer.uses()
                .use(
                        token,
                        request.holder(),
                        request.continued(),
                        issuer.clock().instant());
        return switch (outcome) {
            case ADMITTED -> granted;
            case TAKEN ->
                new Denied(FORBIDDEN, "The ticket is used by somebody else already: ask the owner for one of your own");
            case OVER ->
                new Denied(
                        UNAUTHORIZED, "The ticket has been used, and the time to come back is over: ask for a new one");
            case FULL -> new Denied(UNAVAILABLE, "Too many tickets are in use at the moment: try again later");
        };
    }
}
