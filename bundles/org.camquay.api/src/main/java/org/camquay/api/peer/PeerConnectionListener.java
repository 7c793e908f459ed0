// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import org.camquay.api.ice.IceCandidate;
import org.osgi.annotation.versioning.ProviderType;

/** What a connection tells its owner, always on the connection's loop. */
@ProviderType
public interface PeerConnectionListener {
    /** A local candidate to signal; the last one is {@link IceCandidate#isEnd() the end}. */
    void onIceCandidate(IceCandidate candidate);

    /** How far it is. A failure comes with its reason in {@link PeerConnection#diagnosis()}. */
    void onConnectionState(PeerConnectionState state);
}
