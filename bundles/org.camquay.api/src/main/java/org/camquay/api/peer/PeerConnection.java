// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.stream.Track;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * W3C {@code RTCPeerConnection}, as far as a camera needs it. Everything is called on the loop it was made for, and the
 * stages complete there; a refused description completes them with a {@link PeerException}.
 */
@ConsumerType
public interface PeerConnection extends AutoCloseable {
    /** Sends a track to the peer; before the first offer or answer. */
    void addTrack(Track track);

    /**
     * An offer for the tracks added (RFC 9429 §5.2).
     *
     * @param iceRestart whether with new ICE credentials
     */
    CompletionStage<SessionDescription> createOffer(boolean iceRestart);

    /** An answer to the remote offer (RFC 9429 §5.3). */
    CompletionStage<SessionDescription> createAnswer();

    /** Takes our own offer or answer; gathering begins. */
    CompletionStage<Void> setLocalDescription(SessionDescription description);

    /** Takes the peer's offer or answer. */
    CompletionStage<Void> setRemoteDescription(SessionDescription description);

    /** Our description with the candidates gathered so far; null before {@link #setLocalDescription}. */
    SessionDescription localDescription();

    /** Whether gathering is complete. */
    boolean gatheringComplete();

    /**
     * A candidate of the peer, or the end of them.
     *
     * @throws PeerException if it is malformed; the connection goes on
     */
    void addIceCandidate(IceCandidate candidate) throws PeerException;

    /** The current state. */
    PeerConnectionState connectionState();

    /**
     * Whether the peer has shown that it knows our ICE password: a check of it came, or one of ours was answered; also
     * true when that is not known.
     */
    default boolean isHeard() {
        return true;
    }

    /** One sentence on what holds it up or why it failed. */
    String diagnosis();

    /** What ICE gathered and tried and what came of it; also after the end. */
    default IceReport iceReport() {
        return IceReport.of(IceTransportState.NEW, diagnosis());
    }

    /** STUN and TURN servers, or fresh credentials for those in use (W3C {@code setConfiguration}). */
    default void setIceServers(List<IceServer> servers) {}

    /** For how many nanoseconds the peer has sent no report on what it receives (RTCP); 0 when that is not known. */
    default long silentNanos() {
        return 0;
    }

    /** What was sent and how it arrived. */
    PeerStats getStats();

    /** Ends it: the peer is told, sockets and readers are freed. Idempotent. */
    @Override
    void close();
}
