// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceException;
import org.camquay.net.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The peer's candidates on their way to the generation they belong to; those that come too early wait, bounded. */
final class RemoteCandidates {
    private static final Logger log = LoggerFactory.getLogger(RemoteCandidates.class);
    private static final int LIMIT = Checklist.NAMED_LIMIT;
    private static final int LONGEST_FRAGMENT = 256;

    private final String label;
    private final Supplier<Generation> current;
    private final List<IceCandidate> waiting = new ArrayList<>();

    RemoteCandidates(String label, Supplier<Generation> current) {
        this.label = label;
        this.current = current;
    }

    /** True if it is known now; false if it has to wait for the parameters it belongs to. */
    boolean add(IceCandidate candidate) throws IceException {
        var remote = current.get().credentials().remote();
        if (remote != null && belongs(candidate, remote.usernameFragment())) {
            take(candidate);
            return true;
        }
        if (String.valueOf(candidate.usernameFragment()).length() > LONGEST_FRAGMENT) {
            throw new IceException(
                    "a user fragment is longer than " + LONGEST_FRAGMENT + " characters (RFC 8839 §5.4)");
        }
        if (!candidate.isEnd()) {
            CandidateAttribute.parse(candidate.candidate());
        }
        if (waiting.size() >= LIMIT) {
            throw new IceException("more than " + LIMIT + " candidates came before the parameters they belong to");
        }
        waiting.add(candidate);
        return false;
    }

    /** The parameters came that some may have waited for. */
    void release(String usernameFragment) {
        var taken = waiting.stream()
                .filter(candidate -> belongs(candidate, usernameFragment))
                .toList();
        waiting.removeAll(taken);
        for (var candidate : taken) {
            try {
                take(candidate);
            } catch (IceException e) {
                log.debug("{}: {}", label, e.getMessage());
            }
        }
    }

    private void take(IceCandidate candidate) throws IceException {
        var generation = current.get();
        if (candidate.isEnd()) {
            generation.peerCandidates().end();
            return;
        }
        var attribute = CandidateAttribute.parse(candidate.candidate());
        if (Addresses.literal(attribute.address()).isEmpty()) {
            // A name (mDNS) is nobody's address: the peer's checks will tell where it is.
            log.debug("{}: {} is left to peer-reflexive discovery", label, attribute.address());
            generation.tally().named(attribute.address());
        } else {
            Candidate.usable(attribute).ifPresentOrElse(generation.peerCandidates()::add, generation.tally()::unusable);
        }
    }

    private static boolean belongs(IceCandidate candidate, String usernameFragment) {
        var fragment = candidate.usernameFragment();
        return fragment == null || fragment.isEmpty() || fragment.equals(usernameFragment);
    }
}
