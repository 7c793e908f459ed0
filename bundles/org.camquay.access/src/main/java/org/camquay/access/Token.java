// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.camquay.api.access.AccessRequest.Scope;

/**
 * What a token says, apart from its signature.
 *
 * @param issuer claim {@code iss} (RFC 7519 §4.1.1)
 * @param id claim {@code jti}, empty when none
 * @param subject claim {@code sub}: who holds it
 * @param scopes claim {@code scope}
 * @param room claim {@code room}: the one room that it is for, empty when any
 * @param streams claim {@code streams}: those it admits to, in order; empty when all that the room shows
 * @param once claim {@code once}: for one holder only
 * @param expiry claim {@code exp}, in whole seconds
 */
record Token(
        String issuer,
        String id,
        String subject,
        Set<Scope> scopes,
        String room,
        List<String> streams,
        boolean once,
        Instant expiry) {
    Token {
        scopes = Set.copyOf(scopes);
        streams = List.copyOf(streams);
    }
}
