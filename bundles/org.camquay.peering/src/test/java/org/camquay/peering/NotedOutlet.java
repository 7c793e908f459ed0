// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.SignalingTarget;

/** A room whose peers never answer. */
final class NotedOutlet implements Outlet {
    final List<String> dismissed = new ArrayList<>();

    @Override
    public SignalingTarget target() {
        return new SignalingTarget(URI.create("ws://127.0.0.1/signaling"), "door", "", new UUID(0, 1));
    }

    @Override
    public String signaling() {
        return "door at ws://127.0.0.1";
    }

    @Override
    public boolean isReachable() {
        return true;
    }

    @Override
    public CompletionStage<List<IceServer>> iceServers(PeerId peer) {
        return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer) {
        return new CompletableFuture<>();
    }

    @Override
    public void trickle(PeerId peer, IceCandidate candidate) {}

    @Override
    public void dismiss(PeerId peer, String reason) {
        dismissed.add(reason);
    }
}
