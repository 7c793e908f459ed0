// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.camquay.api.peer.PeerId;
import org.camquay.gate.Admission;

/**
 * Who opened which viewer, and at which stream: only they may change or end it. Those who are gone are forgotten from time to
 * time, so that memory is bounded by the viewers there are. Thread: any.
 */
final class Openers {
    private static final int FEW = 64;

    private final Map<PeerId, Opener> known = new ConcurrentHashMap<>();
    private final Predicate<PeerId> isLive;
    private volatile int swept = FEW;

    Openers(Predicate<PeerId> isLive) {
        this.isLive = isLive;
    }

    /**
     * Whoever makes a request.
     *
     * @param stream the one in the path
     * @param caller as the gate saw them
     */
    record Opener(String stream, Admission caller) {}

    void add(PeerId id, Opener opener) {
        known.put(id, opener);
        if (known.size() > swept) {
            known.keySet().removeIf(isLive.negate());
            swept = 2 * known.size() + FEW;
        }
    }

    int size() {
        return known.size();
    }

    /**
     * Refuses whoever did not open it. Viewers from before a restart of this bundle have no opener; they stay with whoever
     * knows their id, where no tokens are asked.
     */
    void check(PeerId id, Opener asking) throws RefusedException {
        var opener = known.get(id);
        boolean asked = asking.caller().asked();
        if (opener == null ? asked : !opener.stream().equals(asking.stream())) {
            throw new RefusedException(HttpServletResponse.SC_NOT_FOUND, "there is no such viewer, or no longer");
        }
        if (asked && !opener.caller().subject().equals(asking.caller().subject())) {
            throw new RefusedException(HttpServletResponse.SC_FORBIDDEN, "somebody else opened this viewer's session");
        }
    }
}
