// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

/**
 * How far the checks of a pair are (RFC 8445 §6.1.2.6). There is no Frozen: that spares checks of a second component,
 * and with one component all pairs are waiting from the start.
 */
enum PairState {
    WAITING("waiting"),
    IN_PROGRESS("in-progress"),
    SUCCEEDED("succeeded"),
    FAILED("failed");

    private final String word;

    PairState(String word) {
        this.word = word;
    }

    /** W3C {@code RTCStatsIceCandidatePairState}. */
    String word() {
        return word;
    }
}
