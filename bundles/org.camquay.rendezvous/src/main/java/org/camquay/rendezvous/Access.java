// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.Objects;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.Authorizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the {@link Authorizer} while there is one. Where there never was one everything is allowed; where one went away
 * nothing is, for a service that is just being replaced must not open the door. Thread: any.
 */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final AccessDecision CANNOT_CHECK =
            new AccessDecision.Denied(401, "Access cannot be checked at the moment: try again later");

    private volatile Authorizer authorizer;
    private volatile boolean guarded;

    void bind(Authorizer added) {
        authorizer = added;
        guarded = true;
    }

    void unbind(Authorizer removed) {
        if (authorizer == removed) {
            authorizer = null;
        }
    }

    AccessDecision decide(String token, AccessRequest.Scope scope, String room) {
        var judge = authorizer;
        if (judge != null) {
            try {
                return Objects.requireNonNull(
                        judge.authorize(new AccessRequest(token, scope, AccessRequest.Kind.ROOM, room, "")));
            } catch (RuntimeException | LinkageError e) {
                LOG.error("access decision failed: {}", judge.getClass().getName(), e);
                return CANNOT_CHECK;
            }
        }
        return guarded ? CANNOT_CHECK : new AccessDecision.Granted("", "");
    }
}
