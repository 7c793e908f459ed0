// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.security.Key;
import java.time.Duration;
import java.util.Set;
import org.camquay.api.access.AccessRequest.Scope;

/**
 * A key that tokens may be signed with, and all that may be believed of these. The key fixes the algorithm: what a token
 * says of its own algorithm never chooses how it is checked (RFC 8725 §3.1).
 *
 * @param id claim {@code kid} of its tokens; empty for a key whose issuer names none
 * @param algorithm {@code EdDSA}, {@code ES256} or {@code HS256}
 * @param issuer whose tokens it signs
 * @param audience that these name
 * @param scopes the most that these may grant
 * @param skew by how much the issuer's clock may differ from ours
 */
record VerificationKey(
        String id, String algorithm, Key key, String issuer, String audience, Set<Scope> scopes, Duration skew) {
    VerificationKey {
        scopes = Set.copyOf(scopes);
    }

    /** Without the key, which may be a secret. */
    @Override
    public String toString() {
        return algorithm + " key " + id + " of " + issuer;
    }
}
