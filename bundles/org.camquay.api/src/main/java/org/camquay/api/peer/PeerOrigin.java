// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.Objects;

/**
 * Where a peer that brought an offer comes from, and who it is.
 *
 * @param address the peer's IP address as text (behind a trusted proxy the one that the proxy names); empty when unknown
 * @param port the peer's port, 0 when unknown
 * @param subject who it is, as its token says (RFC 7519 §4.1.2); empty when anonymous
 */
public record PeerOrigin(String address, int port, String subject) {
    /** Nothing is known. */
    public static final PeerOrigin UNKNOWN = new PeerOrigin("", 0, "");

    public PeerOrigin {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(subject, "subject");
    }

    /** For logs and lists: {@code 192.0.2.1 port 4545}, and who; empty when nothing is known. */
    @Override
    public String toString() {
        var place = address.isEmpty() || port == 0 ? address : address + " port " + port;
        return subject.isEmpty() ? place : (place + " (" + subject + ")").strip();
    }
}
