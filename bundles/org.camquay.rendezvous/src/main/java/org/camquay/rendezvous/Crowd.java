// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;

/** Who has to leave a full room for a newcomer. Pure. */
final class Crowd {
    /** A session that has lasted for so long shows a picture: its viewer stays. */
    static final long YOUNG_NANOS = 15_000_000_000L;

    private Crowd() {}

    /** How many sessions come from the address of an account. */
    static long of(Collection<ViewerSession> sessions, Account account) {
        return sessions.stream().filter(s -> address(s) == account.address()).count();
    }

    /**
     * The oldest of the young sessions of the most crowded address; empty if no address with young sessions has at least two
     * more than that of the newcomer.
     */
    static Optional<ViewerSession> victim(Collection<ViewerSession> sessions, Account newcomer, long nowNanos) {
        var counts = new HashMap<Budgets.Share, Integer>();
        sessions.forEach(session -> counts.merge(address(session), 1, Integer::sum));
        ViewerSession victim = null;
        int most = counts.getOrDefault(newcomer.address(), 0) + 1;
        for (var session : sessions) {
            int count = counts.get(address(session));
            if (count > most && nowNanos - session.beganNanos < YOUNG_NANOS) {
                most = count;
                victim = session;
            }
        }
        return Optional.ofNullable(victim);
    }

    private static Budgets.Share address(ViewerSession session) {
        return session.viewer.link.account().address();
    }
}
