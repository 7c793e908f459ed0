// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.time.Instant;

/**
 * One peer in a list.
 *
 * @param id in its signaling channel
 * @param streamName what it watches
 * @param signaling how it came: the signaling URL without secrets, or {@code whep}
 * @param remote where it comes from, as far as known
 * @param state of its connection
 * @param since when it was admitted
 * @param stats what it was sent
 */
public record PeerEntry(
        PeerId id,
        String streamName,
        String signaling,
        String remote,
        PeerConnectionState state,
        Instant since,
        PeerStats stats) {}
