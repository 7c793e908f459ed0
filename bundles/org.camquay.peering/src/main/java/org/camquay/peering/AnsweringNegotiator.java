// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TooOftenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For a peer that brought an offer (WHEP): the device answers, and the peer restarts ICE. */
final class AnsweringNegotiator implements Negotiator, AnsweredPeer {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringNegotiator.class);
    private static final long GATHERING_TIME = TimeUnit.MILLISECONDS.toNanos(200);

    private final PeerSession session;
    private final EventLoop loop;
    private final String streamName;
    private final PeerOrigin origin;
    private final RestartQuota restarts = new RestartQuota();
    private final CompletableFuture<AnsweredPeer> answered = new CompletableFuture<>();
    private CompletableFuture<Void> gathered = new CompletableFuture<>();
    private SessionDescription offer;
    private volatile SessionDescription answer;
    private volatile boolean leaving;

    AnsweringNegotiator(PeerSession session, String streamName, SessionDescription offer, PeerOrigin origin) {
        this.session = session;
        this.loop = session.loop();
        this.offer = offer;
        this.streamName = streamName;
        this.origin = origin;
    }

    /** Completes with this when the answer is ready, or with a {@link PeerException}. */
    CompletionStage<AnsweredPeer> answered() {
        return answered;
    }

    @Override
    public String signaling() {
        return "whep";
    }

    @Override
    public String remote() {
        return origin.toString();
    }

    @Override
    public CompletionStage<?> negotiate(PeerConnection connection) {
        return answer(connection, offer).thenRun(() -> {
            if (!session.hasEnded()) {
                answered.complete(this);
            }
        });
    }

    private CompletionStage<Void> answer(PeerConnection connection, SessionDescription offered) {
        var now = new CompletableFuture<Void>();
        gathered = now;
        return connection
                .setRemoteDescription(offered)
                .thenCompose(done -> connection.createAnswer())
                .thenCompose(connection::setLocalDescription)
                .thenCompose(done -> {
                    if (connection.gatheringComplete()) {
                        now.complete(null);
                    }
                    loop.schedule(() -> now.complete(null), GATHERING_TIME);
                    return now;
                })
                .thenRunAsync(
                        () -> {
                            if (!session.hasEnded()) {
                                answer = connection.localDescription();
                            }
                        },
                        loop);
    }

    @Override
    public void onIceCandidate(IceCandidate candidate) {
        if (candidate.isEnd()) {
            gathered.complete(null);
        }
    }

    @Override
    public void onState(PeerConnectionState state) {
        if (state == PeerConnectionState.FAILED) {
            session.end(Ending.because(session.connection().diagnosis()));
        }
    }

    @Override
    public CompletionStage<Void> refreshServers() {
        session.renew(null);
        return Negotiator.nothingToAsk();
    }

    @Override
    public void onEnded(Ending ending) {
        leaving = true;
        answered.completeExceptionally(ending.refusal());
    }

    @Override
    public PeerId id() {
        return session.id();
    }

    @Override
    public String streamName() {
        return streamName;
    }

    @Override
    public PeerOrigin origin() {
        return origin;
    }

    @Override
    public SessionDescription answer() {
        return answer;
    }

    @Override
    public List<IceServer> iceServers() {
        return session.servers().current();
    }

    @Override
    public CompletionStage<Void> addIceCandidates(List<IceCandidate> candidates) {
        var taken = new CompletableFuture<Void>();
        loop.execute(() -> {
            try {
                takeAll(candidates);
                taken.complete(null);
            } catch (PeerException e) {
                taken.completeExceptionally(e);
            } finally {
                taken.completeExceptionally(new PeerException("it has ended"));
            }
        });
        return taken;
    }

    /** One that cannot be read is a path less; only if none can, the last one's refusal is theirs. */
    private void takeAll(List<IceCandidate> candidates) throws PeerException {
        PeerException refused = null;
        int good = 0;
        for (var candidate : candidates) {
            try {
                session.addIceCandidate(candidate);
                good++;
            } catch (PeerException e) {
                refused = e;
            }
        }
        if (refused != null && good == 0) {
            throw refused;
        }
    }

    @Override
    public CompletionStage<Void> restartIce(IceParameters parameters, List<IceCandidate> candidates) {
        if (!RestartedOffer.isRight(parameters)) {
            return CompletableFuture.failedStage(
                    new PeerException("these are no ICE user fragment and password (RFC 8839 §5.4)"));
        }
        return CompletableFuture.supplyAsync(
                        () -> RestartedOffer.has(offer, parameters)
                                ? addIceCandidates(candidates)
                                : restart(parameters, candidates),
                        loop)
                .thenCompose(done -> done);
    }

    private CompletionStage<Void> restart(IceParameters parameters, List<IceCandidate> candidates) {
        if (session.hasEnded() || session.connection() == null) {
            return CompletableFuture.failedStage(new PeerException("it has ended"));
        }
        int wait = restarts.take(loop.nanoTime());
        if (wait > 0) {
            session.onTurnedAway(TurnedAway.Limit.RESTARTS);
            return CompletableFuture.failedStage(new TooOftenException(
                    "there were " + IceRestarts.MOST + " ICE restarts within a minute: try again in " + wait + " s",
                    wait));
        }
        offer = RestartedOffer.of(offer, parameters);
        session.onGathering();
        LOG.info("ICE restart by the peer: {}", id());
        var restarted = answer(session.connection(), offer);
        // One that is wrong is no reason to refuse what has happened already.
        return addIceCandidates(candidates).handle((done, wrong) -> null).thenCompose(done -> restarted);
    }

    /** Whether it was closed, though its loop may have yet to do so. Thread: any. */
    boolean leaving() {
        return leaving;
    }

    @Override
    public void close() {
        leaving = true;
        var left = Ending.untold("it left");
        if (loop.inLoop()) {
            session.end(left);
        } else {
            loop.execute(() -> session.end(left));
        }
    }
}
