// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/**
 * How a viewer's connection came about or why it did not, as {@code getPeerInfo} answers. Times are milliseconds since
 * gathering began, -1 for what did not happen.
 *
 * @param state of {@code org.camquay.api.ice.IceTransportState}, in lower case
 * @param role controlling or controlled; empty before the start
 * @param path direct, relay, or empty while there is none
 * @param diagnosis one sentence on what holds it up, why it failed, or how it is connected
 * @param selectedPair the pair in use, or null
 * @param selectionReason why that pair is used, or why there is none
 * @param connectedAfter when the first pair worked
 * @param selectedAfter when the pair in use was chosen
 * @param gathered our candidates
 * @param servers the STUN and TURN servers asked
 * @param pairs what was tried, best first
 */
public record PeerReport(
        String id,
        String localStreamName,
        String state,
        String role,
        String path,
        String diagnosis,
        PairEntry selectedPair,
        String selectionReason,
        long connectedAfter,
        long selectedAfter,
        List<CandidateEntry> gathered,
        List<ServerEntry> servers,
        List<PairEntry> pairs) {
    /**
     * A candidate of ours.
     *
     * @param type host, srflx, prflx or relay
     * @param protocol udp or tcp
     * @param address with its port
     * @param url of the server it was learned from; empty for an address of this machine
     */
    public record CandidateEntry(String type, String protocol, String address, String url, long after) {}

    /**
     * A server that was asked.
     *
     * @param outcome one sentence
     */
    public record ServerEntry(String url, boolean answered, String outcome, long after) {}

    /**
     * A pair of candidates: type, protocol, address and port of each.
     *
     * @param state frozen, waiting, in-progress, failed or succeeded
     * @param roundTripTime seconds; 0 when not measured
     */
    public record PairEntry(
            String local,
            String remote,
            String state,
            boolean nominated,
            double roundTripTime,
            long begun,
            long decided) {}
}
