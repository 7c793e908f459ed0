// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceReport;
import org.osgi.annotation.versioning.ProviderType;

/** The peers this device serves now, a service of the core. Thread: any. */
@ProviderType
public interface Peers {
    /**
     * Admits a peer that brings an offer (WHEP), and answers it with the stream it asks for.
     *
     * @param streamName what it wants to watch
     * @param offer its offer
     * @param origin where it comes from and who it is: for lists, limits by address, and the names in its credentials
     * @return the admitted peer once its answer is ready: with the candidates of at most 200 ms of gathering; or
     *     completes with a {@link PeerException} that says why not: {@link NoSuchStreamException}, {@link
     *     NoCommonCodecException}, {@link TryLaterException}, or itself for an offer that is not right
     */
    CompletionStage<AnsweredPeer> answer(String streamName, SessionDescription offer, PeerOrigin origin);

    /** Those admitted by {@link #answer}. */
    Optional<AnsweredPeer> answered(PeerId id);

    /** All peers, whoever offered. */
    List<PeerEntry> list();

    /**
     * How a peer's connection came about or why it did not; empty for an unknown peer. Also of those that ended
     * lately. May wait for the peer's loop for a moment.
     */
    default Optional<IceReport> iceReport(PeerId id) {
        return Optional.empty();
    }

    /**
     * Looks for another path to a peer that we invited (an ICE restart); media goes on over the old one meanwhile. May
     * wait for the peer's loop for a moment.
     *
     * @throws PeerException that says why not: it is unknown, brought its offer and so restarts by itself, has not
     *     connected yet, or its signaling is gone
     */
    default void restartIce(PeerId id) throws PeerException {
        throw new PeerException("ICE is not restarted here");
    }

    /** Ends all peers that watch a stream, for the given reason; returns how many. */
    int close(String streamName, String reason);
}
