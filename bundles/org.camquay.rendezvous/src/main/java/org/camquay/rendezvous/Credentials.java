// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camquay.api.net.Site;

/**
 * What a connection said of itself in its HTTP request.
 *
 * @param token access token (RFC 6750), a secret; empty when none
 * @param device the device's instance UUID, by which it gets its room again, so a secret; empty when none
 * @param remote where it comes from, for the log
 */
record Credentials(String token, String device, String remote) {
    private static final String BEARER = "Bearer ";

    /** Reads header and query (RFC 6750 §2.1 and §2.3); a device that is no UUID counts as none. */
    static Credentials of(String authorization, Map<String, List<String>> query, String remote) {
        var token = authorization == null ? "" : bare(authorization);
        return new Credentials(
                token.isEmpty() ? first(query, "access_token") : token, uuid(first(query, "device")), remote);
    }

    /** The token of a {@code Authorization} value or {@code authorization} parameter, with or without its scheme. */
    static String bare(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : authorization.strip();
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    private static String uuid(String text) {
        try {
            return text.isEmpty() ? "" : UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Where it comes from, as far as one subscriber has it. */
    String site() {
        return Site.nameOf(remote);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return remote;
    }
}
