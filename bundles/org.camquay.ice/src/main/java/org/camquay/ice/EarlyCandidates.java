// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceException;

/** Candidates of the peer that came before the parameters they belong to; bounded. */
final class EarlyCandidates {
    private static final int LIMIT = 100;

    private final List<IceCandidate> waiting = new ArrayList<>();

    void add(IceCandidate candidate) throws IceException {
        if (waiting.size() >= LIMIT) {
            throw new IceException("more than " + LIMIT + " candidates came before the parameters they belong to");
        }
        waiting.add(candidate);
    }

    /** Takes out those of a user fragment, and those that name none. */
    List<IceCandidate> take(String usernameFragment) {
        var taken = waiting.stream()
                .filter(candidate -> belongs(candidate, usernameFragment))
                .toList();
        waiting.removeAll(taken);
        return taken;
    }

    static boolean belongs(IceCandidate candidate, String usernameFragment) {
        var fragment = candidate.usernameFragment();
        return fragment == null || fragment.isEmpty() || fragment.equals(usernameFragment);
    }
}
