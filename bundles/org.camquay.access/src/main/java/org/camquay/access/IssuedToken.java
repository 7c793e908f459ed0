// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.time.Instant;
import java.util.List;

/** What is kept of a token that was issued: all but the token. */
record IssuedToken(
        String id, String subject, String scope, String room, List<String> streams, boolean once, long expires) {
    static IssuedToken of(Token token) {
        return new IssuedToken(
                token.id(),
                token.subject(),
                Scopes.write(token.scopes()),
                token.room(),
                token.streams(),
                token.once(),
                token.expiry().getEpochSecond());
    }

    Instant expiry() {
        return Instant.ofEpochSecond(expires);
    }
}
