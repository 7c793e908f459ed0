// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

/** What an {@link Authorizer} decides. */
public sealed interface AccessDecision {
    /**
     * Allowed.
     *
     * @param subject who it is, empty when anonymous
     * @param room the room the token is for, empty when any: it overrides what was asked for
     */
    record Granted(String subject, String room) implements AccessDecision {}

    /**
     * Refused.
     *
     * @param status 401 when a (better) token would help, 403 when not
     * @param reason one sentence
     */
    record Denied(int status, String reason) implements AccessDecision {}
}
