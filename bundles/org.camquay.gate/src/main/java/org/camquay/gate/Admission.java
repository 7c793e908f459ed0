// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What the gate found out about a request that it let through.
 *
 * @param subject who asks, as the token says; empty when anonymous or when no token was asked
 * @param room the room that the token is for, empty when any
 * @param streams the streams that the token is for, empty when all
 * @param asked whether a token was asked for this request, so that {@code subject} says something
 * @param address the client's IP address as text, seen through the proxies that the configuration trusts
 * @param scheme {@code http} or {@code https}, as the client wrote it
 * @param host name and port that the client called, as in {@code Host}; a name that the configuration knows
 */
public record Admission(
        String subject, String room, Set<String> streams, boolean asked, String address, String scheme, String host) {
    private static final String ATTRIBUTE = Admission.class.getName();

    public Admission {
        streams = Set.copyOf(streams);
    }

    /** That of a request; empty when the gate was not asked, and then nothing must be served. */
    public static Optional<Admission> of(ServletRequest request) {
        return Optional.ofNullable((Admission) request.getAttribute(ATTRIBUTE));
    }

    void attachTo(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
