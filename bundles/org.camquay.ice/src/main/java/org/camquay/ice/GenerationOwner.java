// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import org.camquay.api.ice.IceGatheringState;

/** The agent, as its generations see it. */
interface GenerationOwner {
    void onGatheringState(Generation generation, IceGatheringState state);

    void onLocalCandidate(Generation generation, Candidate candidate);

    /** A check of ours was answered: that pair works. */
    void onAnswered(Generation generation, CandidatePair pair);

    /** A check of the peer came over that pair, and it knew our password. */
    void onHeard(Generation generation, CandidatePair pair);

    /** Both sides agreed on a pair. */
    void onNominated(Generation generation, CandidatePair pair);

    /** We gave in, or the peer did. */
    void onRoleChange();

    /** Whether the peer has sent other packets than STUN, which it may not do before a pair is nominated. */
    boolean hearsPeer();

    /** No pair worked in time. */
    void onFailed(Generation generation);
}
