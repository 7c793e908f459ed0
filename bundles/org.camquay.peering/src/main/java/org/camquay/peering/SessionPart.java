// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.concurrent.CompletionStage;
import org.camquay.api.peer.PeerConnection;

/** One thing that a peer is here for. A session may have several; all run on the session's loop. */
interface SessionPart {
    /** The stream that it is about, for lists; empty for none. */
    String streamName();

    /** Gives the connection what it needs, before the first description. The stage may complete on any thread. */
    CompletionStage<?> prepare(PeerConnection connection);

    /** The session has ended. */
    void close();
}
