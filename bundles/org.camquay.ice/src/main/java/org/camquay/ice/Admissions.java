// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The addresses from which a generation takes packets that are not STUN: those that answered a check, or made one. */
final class Admissions {
    private final Map<Transport, Set<InetSocketAddress>> admitted = new HashMap<>();
    private final Inbox inbox;

    Admissions(Inbox inbox) {
        this.inbox = inbox;
    }

    void add(CandidatePair pair) {
        var remotes = admitted.computeIfAbsent(pair.base(), base -> new HashSet<>());
        if (remotes.add(pair.remoteAddress())) {
            pair.base().admit(pair.remoteAddress(), inbox);
        }
    }

    /** Takes nothing more over that pair. */
    void remove(CandidatePair pair) {
        if (admitted.getOrDefault(pair.base(), Set.of()).remove(pair.remoteAddress())) {
            pair.base().dismiss(pair.remoteAddress(), inbox);
        }
    }

    /** Whether packets from there are taken. */
    boolean has(Transport base, InetSocketAddress remote) {
        return admitted.getOrDefault(base, Set.of()).contains(remote);
    }

    /** Takes nothing more, except where {@code successor}, which may be null, does. */
    void close(Admissions successor) {
        admitted.forEach((base, remotes) -> remotes.stream()
                .filter(remote -> successor == null || !successor.has(base, remote))
                .forEach(remote -> base.dismiss(remote, inbox)));
    }
}
