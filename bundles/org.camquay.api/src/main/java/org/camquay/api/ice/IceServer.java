// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.util.List;

/**
 * A STUN or TURN server (W3C {@code RTCIceServer}).
 *
 * @param urls {@code stun:}, {@code turn:} or {@code turns:} URLs (RFC 7064, 7065), at least one
 * @param username empty for STUN
 * @param credential a secret; empty for STUN
 */
public record IceServer(List<String> urls, String username, String credential) {
    public IceServer {
        urls = List.copyOf(urls);
        username = username == null ? "" : username;
        credential = credential == null ? "" : credential;
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("an ICE server needs at least one URL");
        }
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
