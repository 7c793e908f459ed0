// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What an {@link Authorizer} decides. */
public sealed interface AccessDecision {
    /**
     * Allowed.
     *
     * @param subject who asks, as the token says (RFC 7519 §4.1.2); empty when anonymous
     * @param room the room that the token is for, empty when any: it overrides the room that was asked for
     * @param streams the streams that may be watched, by name, the one to show first; empty when all those that the room
     *     shows
     */
    record Granted(String subject, String room, Set<String> streams) implements AccessDecision {
        public Granted {
            streams = Collections.unmodifiableSet(new LinkedHashSet<>(streams));
        }

        /** All streams of a room. */
        public Granted(String subject, String room) {
            this(subject, room, Set.of());
        }
    }

    /**
     * Refused.
     *
     * @param status 401 when a (better) token would help, 403 when not, 503 when nothing can be decided now
     * @param reason one sentence, shown to the user
     */
    record Denied(int status, String reason) implements AccessDecision {}
}
