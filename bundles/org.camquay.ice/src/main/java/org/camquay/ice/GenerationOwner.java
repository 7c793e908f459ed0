// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import org.camquay.api.ice.IceGatheringState;

/** The agent, as its generations see it. */
interface GenerationOwner {
    void onGatheringState(Generation generation, IceGatheringState state);

    void onLocalCandidate(Generation generation, Candidate candidate);

    /** A pair works. */
    void onValid(Generation generation, CandidatePair pair);

    /** Both sides agreed on a pair. */
    void onNominated(Generation generation, CandidatePair pair);

    /** We gave in, or the peer did. */
    void onRoleChange();

    /** Whether the peer has sent other packets than STUN, which it may not do before a pair is nominated. */
    boolean hearsPeer();

    /** No pair worked in time. */
    void onFailed(Generation generation);
}
