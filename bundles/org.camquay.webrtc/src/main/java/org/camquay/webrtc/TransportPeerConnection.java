// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.stream.Track;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.dtls.DtlsRole;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.Setup;
import org.camquay.webrtc.negotiation.LocalCandidates;
import org.camquay.webrtc.negotiation.LocalTransport;
import org.camquay.webrtc.negotiation.Negotiation;
import org.camquay.webrtc.negotiation.RemoteTransport;
import org.camquay.webrtc.negotiation.Transceiver;
import org.camquay.webrtc.transport.SecureTransport;
import org.camquay.webrtc.transport.TransportOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer connection on our own transport: joins {@link Negotiation}, {@link SecureTransport} and {@link Senders}. Thread: its loop. */
public final class TransportPeerConnection implements PeerConnection, TransportOwner {
    private static final Logger LOG = LoggerFactory.getLogger(TransportPeerConnection.class);

    private final String label;
    private final Environment environment;
    private final EventLoop loop;
    private final PeerConnectionListener listener;
    private final DtlsCertificate certificate;
    private final Negotiation negotiation;
    private final SecureTransport transport;
    private final Senders senders;
    private final LocalCandidates candidates = new LocalCandidates();
    private SdpType localType;
    private Sdp local;
    private Setup localSetup = Setup.PASSIVE;
    private PeerConnectionState lastState = PeerConnectionState.NEW;
    private boolean secure;
    private boolean started;
    private long heardNanos;
    private String failure = "";

    /** On that loop, with a transport of its own; what it hears it tells the listener there. */
    public TransportPeerConnection(
            Environment environment, EventLoop loop, PeerConnectionConfig config, PeerConnectionListener listener) {
        this.label = config.label();
        this.environment = environment;
        this.loop = loop;
        this.listener = listener;
        this.certificate = environment.certificate();
        this.negotiation = new Negotiation(environment.random());
        this.transport = new SecureTransport(
                loop,
                environment.agents(),
                new IceConfig(config.label(), config.iceServers(), config.iceTransportPolicy()),
                certificate,
                environment.handshakes(),
                environment.batches(),
                this);
        this.senders = new Senders(environment, loop, transport, negotiation.cname(), this::onSendingFailed);
    }

    @Override
    public void addTrack(Track track) {
        negotiation.add(new Transceiver(track, newSsrc(), newSsrc()));
    }

    private long newSsrc() {
        return environment.random().nextInt() & 0xffffffffL;
    }

    @Override
    public CompletionStage<SessionDescription> createOffer(boolean iceRestart) {
        if (negotiation.transceivers().isEmpty()) {
            return refused(new PeerException("the stream has no track that could be offered"));
        }
        if (iceRestart) {
            transport.ice().restart();
        }
        return CompletableFuture.completedStage(describe(SdpType.OFFER, negotiation.offer(localTransport())));
    }

    @Override
    public CompletionStage<SessionDescription> createAnswer() {
        return CompletableFuture.completedStage(
                describe(SdpType.ANSWER, negotiation.answer(localTransport(), localSetup)));
    }

    private LocalTransport localTransport() {
        var parameters = transport.ice().localParameters();
        candidates.belongTo(parameters.usernameFragment());
        return new LocalTransport(parameters, certificate.fingerprint());
    }

    private SessionDescription describe(SdpType type, Sdp sdp) {
        local = sdp;
        return new SessionDescription(type, candidates.into(sdp).write());
    }

    @Override
    public CompletionStage<Void> setLocalDescription(SessionDescription description) {
        localType = description.type();
        transport.ice().gather();
        startSending();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> setRemoteDescription(SessionDescription description) {
        try {
            var remote = Negotiation.parse(description.sdp());
            boolean offer = description.type() == SdpType.OFFER;
            var accepted = offer ? negotiation.takeOffer(remote) : negotiation.takeAnswer(remote);
            connect(RemoteTransport.of(remote, accepted), offer);
            if (!offer) {
                startSending();
            }
            return CompletableFuture.completedStage(null);
        } catch (PeerException e) {
            return refused(e);
        }
    }

    private static <T> CompletionStage<T> refused(PeerException reason) {
        return CompletableFuture.failedStage(reason);
    }

    private void connect(RemoteTransport remote, boolean theyOffer) {
        // The DTLS server chooses the SRTP profile, so we are it where the peer leaves the choice (RFC 8842 §5.3).
        localSetup = remote.setup() == Setup.PASSIVE ? Setup.ACTIVE : Setup.PASSIVE;
        var ice = transport.ice();
        ice.setRemoteParameters(remote.ice());
        candidates.belongTo(ice.localParameters().usernameFragment());
        for (var candidate : remote.candidates()) {
            try {
                addIceCandidate(candidate);
            } catch (PeerException e) {
                // A path less; the others may do.
                LOG.debug("Candidate of a description left out: {}", e.getMessage());
            }
        }
        if (!started) {
            // A restart keeps the role, which a conflict may have changed since (RFC 8445 §9).
            started = true;
            ice.start(theyOffer && !remote.iceLite() ? IceRole.CONTROLLED : IceRole.CONTROLLING);
        }
        transport.secure(localSetup == Setup.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER, remote.fingerprints());
    }

    /** Begins to send what is agreed, once both descriptions are set and the keys are there. */
    private void startSending() {
        if (secure && localType != null) {
            senders.start(negotiation.transceivers());
        }
    }

    /** Ends this connection, and no other. */
    private void onSendingFailed(Throwable cause) {
        if (failure.isEmpty()) {
            LOG.error("sending failed: {}", label, cause);
            failure = "sending failed inside (" + cause + "); the log has the details";
            listener.onConnectionState(PeerConnectionState.FAILED);
        }
    }

    @Override
    public SessionDescription localDescription() {
        return localType == null
                ? null
                : new SessionDescription(localType, candidates.into(local).write());
    }

    @Override
    public boolean gatheringComplete() {
        return candidates.complete();
    }

    @Override
    public void addIceCandidate(IceCandidate candidate) throws PeerException {
        try {
            transport.ice().addRemoteCandidate(candidate);
        } catch (IceException e) {
            throw new PeerException(e.getMessage(), e);
        }
    }

    @Override
    public PeerConnectionState connectionState() {
        var state = transport.state();
        // Between the old pair's end and the new pair of a restart there are keys, but no path.
        boolean pathless = transport.ice().state() == IceTransportState.CHECKING;
        return state == PeerConnectionState.CONNECTED && pathless ? PeerConnectionState.CONNECTING : state;
    }

    @Override
    public boolean isHeard() {
        return transport.ice().isHeard();
    }

    @Override
    public String diagnosis() {
        return failure.isEmpty() ? transport.diagnosis() : failure;
    }

    @Override
    public IceReport iceReport() {
        return transport.ice().report();
    }

    @Override
    public void setIceServers(List<IceServer> servers) {
        transport.ice().setServers(servers);
    }

    @Override
    public long silentNanos() {
        return secure ? loop.nanoTime() - heardNanos : 0;
    }

    @Override
    public PeerStats getStats() {
        return new PeerStats(
                senders.stats(),
                transport.ice().selectedPair().orElse(null),
                transport.cipher(),
                senders.available(),
                transport.stats());
    }

    @Override
    public void close() {
        if (transport.state() == PeerConnectionState.CLOSED) {
            return;
        }
        senders.stop();
        transport.close();
        environment.closed(this);
    }

    EventLoop loop() {
        return loop;
    }

    /** Closes because the bundle goes, and says so. */
    void abandon() {
        close();
        listener.onConnectionState(PeerConnectionState.CLOSED);
    }

    @Override
    public void onCandidate(IceCandidate candidate) {
        listener.onIceCandidate(candidates.add(candidate, local == null ? "0" : LocalCandidates.mid(local)));
    }

    @Override
    public void onGathered() {
        candidates.end();
        listener.onIceCandidate(IceCandidate.endOfCandidates());
    }

    @Override
    public void onStateChange() {
        var state = connectionState();
        if (state != lastState) {
            lastState = state;
            if (state == PeerConnectionState.CONNECTED) {
                senders.onPath();
            }
            listener.onConnectionState(state);
        }
    }

    @Override
    public void onSecure() {
        secure = true;
        heardNanos = loop.nanoTime();
        startSending();
    }

    @Override
    public void onRtcp(RtcpCompound compound) {
        heardNanos = loop.nanoTime();
        senders.receive(compound);
    }
}
