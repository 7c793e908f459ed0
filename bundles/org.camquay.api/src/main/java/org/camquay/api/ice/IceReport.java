// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.util.List;

/**
 * What an agent did and what came of it, for the connection doctor. Times are milliseconds since the agent began to
 * gather, -1 for what did not happen.
 *
 * @param state how far connecting is
 * @param role CONTROLLING or CONTROLLED, or null before the start
 * @param gathered our candidates
 * @param servers the servers asked
 * @param pairs the pairs, best first
 * @param selectedPair the pair in use, or null
 * @param connectedAfter when the first pair worked
 * @param selectedAfter when the pair in use was nominated
 * @param diagnosis one sentence on what holds it up, why it failed, or how it is connected
 * @param selectionReason why the pair in use is used, or why there is none; empty when not known
 */
public record IceReport(
        IceTransportState state,
        IceRole role,
        List<Gathered> gathered,
        List<Asked> servers,
        List<Tried> pairs,
        IceCandidatePair selectedPair,
        long connectedAfter,
        long selectedAfter,
        String diagnosis,
        String selectionReason) {
    public IceReport {
        gathered = List.copyOf(gathered);
        servers = List.copyOf(servers);
        pairs = List.copyOf(pairs);
    }

    /** The same, with another sentence: why its session ended. */
    public IceReport withDiagnosis(String newDiagnosis) {
        return new IceReport(
                state,
                role,
                gathered,
                servers,
                pairs,
                selectedPair,
                connectedAfter,
                selectedAfter,
                newDiagnosis,
                selectionReason);
    }

    /**
     * A candidate of ours.
     *
     * @param candidate the candidate-attribute
     * @param url of the server it was learned from; empty for an address of this machine
     */
    public record Gathered(String candidate, String url, long after) {}

    /**
     * A server that was asked.
     *
     * @param url as it was given
     * @param answered whether it gave what it was asked for
     * @param outcome one sentence: the address it gave, that it was not heard of yet, or why it was of no use
     * @param after when the outcome was known
     */
    public record Asked(String url, boolean answered, String outcome, long after) {}

    /**
     * A pair of candidates.
     *
     * @param begun when its first check was sent
     * @param decided when it succeeded or failed
     */
    public record Tried(IceCandidatePair pair, long begun, long decided) {}

    /** All that an agent tells which keeps no record. */
    static IceReport of(IceAgent agent) {
        var pairs = agent.pairs().stream().map(pair -> new Tried(pair, -1, -1)).toList();
        return new IceReport(
                agent.state(),
                null,
                List.of(),
                List.of(),
                pairs,
                agent.selectedPair().orElse(null),
                -1,
                -1,
                agent.diagnosis(),
                "");
    }

    /** A report of which only the sentence is known. */
    public static IceReport of(IceTransportState state, String diagnosis) {
        return new IceReport(state, null, List.of(), List.of(), List.of(), null, -1, -1, diagnosis, "");
    }
}
