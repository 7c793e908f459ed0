// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceReport;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.Peers;
import org.camquay.api.peer.SessionDescription;

/** Peers that are only entries of a list. */
final class FakePeers implements Peers {
    final List<PeerEntry> entries = new ArrayList<>();
    final List<PeerId> restarted = new ArrayList<>();
    final Map<PeerId, IceReport> reports = new HashMap<>();

    @Override
    public CompletionStage<AnsweredPeer> answer(String streamName, SessionDescription offer, PeerOrigin origin) {
        return CompletableFuture.failedFuture(new PeerException("no peers here"));
    }

    @Override
    public Optional<AnsweredPeer> answered(PeerId id) {
        return Optional.empty();
    }

    @Override
    public List<PeerEntry> list() {
        return List.copyOf(entries);
    }

    @Override
    public Optional<IceReport> iceReport(PeerId id) {
        return Optional.ofNullable(reports.get(id));
    }

    @Override
    public void restartIce(PeerId id) throws PeerException {
        if (!reports.containsKey(id)) {
            throw new PeerException("there is no viewer '" + id + "'; see clientsConnected");
        }
        restarted.add(id);
    }

    @Override
    public int close(String streamName, String reason) {
        int before = entries.size();
        entries.removeIf(entry -> entry.streamName().equals(streamName));
        return before - entries.size();
    }
}
