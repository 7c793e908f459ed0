// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

/** The peer nominates; its last USE-CANDIDATE counts (RFC 8445 §7.3.1.5). */
final class ControlledNomination implements Nomination {
    private final Generation generation;
    /** Named by the peer, but a check of ours must succeed first. */
    private CandidatePair awaited;

    ControlledNomination(Generation generation) {
        this.generation = generation;
    }

    @Override
    public void onSuccess(CandidatePair pair, boolean nominating) {
        if (pair == awaited) {
            awaited = null;
            generation.onNominated(pair);
        }
    }

    @Override
    public void onFailure(CandidatePair pair) {
        if (pair == awaited) {
            awaited = null;
        }
    }

    @Override
    public void onUnanswered(CandidatePair pair) {
        // It was sent before a role conflict made us the controlled side.
    }

    @Override
    public void onUseCandidate(CandidatePair pair) {
        if (pair.isNominated()) {
            awaited = null;
            return;
        }
        long age = generation.setup().loop().nanoTime() - pair.answeredAt();
        if (!pair.works()) {
            awaited = pair;
        } else if (age < Timing.CONSENT_EXPIRY.toNanos()) {
            awaited = null;
            generation.onNominated(pair);
        } else {
            // Consent to send there has run out (RFC 7675 §5.1): ask before it is used.
            awaited = pair;
            generation.checking().again(pair);
        }
    }

    @Override
    public void close() {
        awaited = null;
    }
}
