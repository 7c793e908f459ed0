// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one channel of a registration says, brought to the peers it is about. Thread: any. */
final class ChannelListener implements SignalingListener {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelListener.class);

    private final KeptRegistration registration;
    private final Admission admission;
    private final int attempt;

    /** @param attempt which of the registration's channels this is */
    ChannelListener(KeptRegistration registration, Admission admission, int attempt) {
        this.registration = registration;
        this.admission = admission;
        this.attempt = attempt;
    }

    @Override
    public Optional<String> onPeer(PeerArrival arrival) {
        return admission.announce(arrival, registration);
    }

    @Override
    public boolean shows(String streamName) {
        return admission.shows(streamName, registration.target());
    }

    @Override
    public void onCandidate(PeerId peer, IceCandidate candidate) {
        withPeer(peer, negotiator -> {
            try {
                negotiator.session().addIceCandidate(candidate);
            } catch (PeerException e) {
                LOG.debug("Peer {}: {}", peer, e.getMessage());
            }
        });
    }

    @Override
    public void onExtended(PeerId peer, Instant expiry) {
        withPeer(peer, negotiator -> negotiator.session().expireAt(expiry));
    }

    @Override
    public void onIceServers(PeerId peer, List<IceServer> servers) {
        withPeer(peer, negotiator -> negotiator.session().renew(servers));
    }

    @Override
    public void onRestartWanted(PeerId peer) {
        withPeer(peer, OfferingNegotiator::onRestartWanted);
    }

    @Override
    public boolean onResumed(PeerId peer) {
        withPeer(peer, OfferingNegotiator::onResumed);
        return admission.invited(peer, registration).isPresent();
    }

    @Override
    public void onPeerGone(PeerId peer, boolean byItself) {
        withPeer(peer, negotiator -> negotiator.onGone(byItself));
    }

    @Override
    public void onClosed(SignalingException cause) {
        registration.closed(attempt, cause);
    }

    private void withPeer(PeerId peer, Consumer<OfferingNegotiator> action) {
        admission
                .invited(peer, registration)
                .ifPresent(negotiator -> negotiator.session().loop().execute(() -> action.accept(negotiator)));
    }
}
