// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.osgi.annotation.versioning.ProviderType;

/** What the core wants to hear from a channel. Called from any thread, one call at a time; never blocks or throws. */
@ProviderType
public interface SignalingListener {
    /**
     * A peer wants to watch. The core answers at once whether it serves it, and invites it soon after.
     *
     * @return empty when it is served, else one sentence that says why not
     */
    Optional<String> onPeer(PeerArrival arrival);

    /**
     * Whether peers of this channel may ask for that stream, be it there or not. A backend whose peer was refused tells it
     * by this whether trying again is of use.
     *
     * @param streamName what the peer asked for; empty for the device's own choice
     */
    default boolean shows(String streamName) {
        return true;
    }

    /** A candidate of the peer, or the end of them; may come before its answer. */
    void onCandidate(PeerId peer, IceCandidate candidate);

    /** The peer may watch until then. */
    void onExtended(PeerId peer, Instant expiry);

    /** STUN and TURN servers with fresh credentials for the peer, in place of those it came with. */
    default void onIceServers(PeerId peer, List<IceServer> servers) {}

    /** The peer's path is broken as it sees it, and it asks for an ICE restart, which only the device can begin. */
    default void onRestartWanted(PeerId peer) {}

    /**
     * A peer that signaling had lost is reached again; its media went on meanwhile.
     *
     * @return whether this peer is served, and so can be
     */
    default boolean onResumed(PeerId peer) {
        return false;
    }

    /**
     * The peer left, or the server lost it.
     *
     * @param byItself whether the peer said so; when only its signaling is lost, live media goes on
     */
    void onPeerGone(PeerId peer, boolean byItself);

    /**
     * The channel is closed and not by us. Not called after {@link SignalingChannel#close()}.
     *
     * @param cause why
     */
    void onClosed(SignalingException cause);
}
