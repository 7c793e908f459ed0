// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

/** How the pair to use is agreed on (RFC 8445 §8.1), which depends on the role. */
sealed interface Nomination permits ControllingNomination, ControlledNomination {
    /** A check of ours succeeded; {@code nominating} if it carried USE-CANDIDATE. */
    void onSuccess(CandidatePair pair, boolean nominating);

    /** A check of ours failed for good. */
    void onFailure(CandidatePair pair);

    /** A check of ours that carried USE-CANDIDATE was not answered, though its pair has worked before. */
    void onUnanswered(CandidatePair pair);

    /** A check of the peer carried USE-CANDIDATE. */
    void onUseCandidate(CandidatePair pair);

    /** The role changed, or the generation ends. */
    void close();
}
