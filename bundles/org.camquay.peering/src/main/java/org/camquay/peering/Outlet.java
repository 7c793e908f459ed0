// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.SignalingTarget;

/** The way to a remote peer, whatever channel leads there at the moment. Thread: any. */
interface Outlet {
    /** Where it is registered, and what is shown there. */
    SignalingTarget target();

    /** How the peer came, for lists. */
    String signaling();

    /** Whether there is a channel now. */
    boolean isReachable();

    /** Servers with fresh credentials for both ends; empty where signaling has none. */
    CompletionStage<List<IceServer>> iceServers(PeerId peer);

    CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer);

    void trickle(PeerId peer, IceCandidate candidate);

    void dismiss(PeerId peer, String reason);
}
