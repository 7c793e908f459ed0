// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * What {@code addToken} answers: the only place where a token is ever shown.
 *
 * @param token a secret
 */
public record NewToken(String id, String subject, String scope, String roomID, String expires, String token) {
    /** Without the token. */
    @Override
    public String toString() {
        return "token " + id + " of " + subject;
    }
}
