// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;

/** The way to a remote peer, whatever channel leads there at the moment. Thread: any. */
interface Outlet {
    /** How the peer came, for lists. */
    String signaling();

    CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer);

    void trickle(PeerId peer, IceCandidate candidate);

    void dismiss(PeerId peer, String reason);
}
