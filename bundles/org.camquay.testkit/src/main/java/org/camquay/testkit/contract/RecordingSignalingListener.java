// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.peer.PeerId;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingListener;

/** Keeps what a channel tells. Thread: any. */
public final class RecordingSignalingListener implements SignalingListener {
    /** A candidate and whose it is. */
    public record Candidate(PeerId peer, IceCandidate candidate) {}

    /** A peer that is gone. */
    public record Gone(PeerId peer, boolean byItself) {}

    private final List<PeerArrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<Candidate> candidates = new CopyOnWriteArrayList<>();
    private final List<Gone> gone = new CopyOnWriteArrayList<>();
    private final List<SignalingException> closed = new CopyOnWriteArrayList<>();
    private volatile String refusal;

    /** Refuses the peers that come from now on with a sentence, or serves them again when null. */
    public void refuse(String sentence) {
        refusal = sentence;
    }

    @Override
    public Optional<String> onPeer(PeerArrival arrival) {
        arrivals.add(arrival);
        return Optional.ofNullable(refusal);
    }

    @Override
    public void onCandidate(PeerId peer, IceCandidate candidate) {
        candidates.add(new Candidate(peer, candidate));
    }

    @Override
    public void onExtended(PeerId peer, Instant expiry) {}

    @Override
    public void onPeerGone(PeerId peer, boolean byItself) {
        gone.add(new Gone(peer, byItself));
    }

    @Override
    public void onClosed(SignalingException cause) {
        closed.add(cause);
    }

    /** The peers that came. */
    public List<PeerArrival> arrivals() {
        return arrivals;
    }

    /** The candidates that came. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** The peers that went. */
    public List<Gone> gone() {
        return gone;
    }

    /** Why the channel was closed, one for each call. */
    public List<SignalingException> closed() {
        return closed;
    }
}
