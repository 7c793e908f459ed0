// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TryLaterException;
import org.camquay.api.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer that brought an offer. */
final class AnsweredSession extends PeerSession implements AnsweredPeer {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredSession.class);
    private static final long GATHERING_TIME = TimeUnit.MILLISECONDS.toNanos(200);

    private final String remote;
    private final CompletableFuture<AnsweredPeer> answered = new CompletableFuture<>();
    private CompletableFuture<Void> gathered = new CompletableFuture<>();
    private SessionDescription offer;
    private volatile SessionDescription answer;
    private volatile boolean leaving;

    AnsweredSession(PeerId id, Stream stream, EventLoop loop, SessionEnd end, SessionDescription offer, String remote) {
        super(id, stream, loop, end);
        this.offer = offer;
        this.remote = remote;
    }

    /** Completes with this when the answer is ready, or with a {@link PeerException}. */
    CompletionStage<AnsweredPeer> answered() {
        return answered;
    }

    @Override
    String signaling() {
        return "whep";
    }

    @Override
    String remote() {
        return remote;
    }

    @Override
    CompletionStage<?> negotiate(PeerConnection connection) {
        return answer(connection, offer)
                .thenRun(() -> {
                    if (!hasEnded()) {
                        answered.complete(this);
                    }
                })
                .whenComplete((done, refused) -> refuse(refused));
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
                            if (!hasEnded()) {
                                answer = connection.localDescription();
                            }
                        },
                        loop);
    }

    /** Keeps what kind of refusal it is, which {@link #dismissed} no longer knows. */
    private void refuse(Throwable refused) {
        var cause = refused instanceof CompletionException ? refused.getCause() : refused;
        if (cause instanceof PeerException) {
            answered.completeExceptionally(cause);
        }
    }

    @Override
    public void onIceCandidate(IceCandidate candidate) {
        if (candidate.isEnd()) {
            gathered.complete(null);
        }
    }

    @Override
    void dismissed(String reason) {
        answered.completeExceptionally(new TryLaterException(reason));
    }

    @Override
    public PeerId id() {
        return id;
    }

    @Override
    public SessionDescription answer() {
        return answer;
    }

    @Override
    public List<IceServer> iceServers() {
        return servers.current();
    }

    @Override
    public CompletionStage<Void> addIceCandidates(List<IceCandidate> candidates) {
        var taken = new CompletableFuture<Void>();
        loop.execute(() -> {
            try {
                for (var candidate : candidates) {
                    addIceCandidate(candidate);
                }
                taken.complete(null);
            } catch (PeerException e) {
                taken.completeExceptionally(e);
            }
        });
        return taken;
    }

    @Override
    public CompletionStage<Void> restartIce(IceParameters parameters, List<IceCandidate> candidates) {
        if (!RestartedOffer.isRight(parameters)) {
            return CompletableFuture.failedStage(
                    new PeerException("these are no ICE user fragment and password (RFC 8839 §5.4)"));
        }
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            var restarted = RestartedOffer.has(offer, parameters)
                    ? addIceCandidates(candidates)
                    : restart(parameters, candidates);
            restarted.whenComplete((nothing, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    private CompletionStage<Void> restart(IceParameters parameters, List<IceCandidate> candidates) {
        if (hasEnded()) {
            return CompletableFuture.failedStage(new PeerException("it has ended"));
        }
        offer = RestartedOffer.of(offer, parameters);
        onGathering();
        LOG.info("Peer {}: an ICE restart of its own", id);
        var restarted = answer(connection(), offer);
        // One that is wrong is no reason to refuse what has happened already.
        return addIceCandidates(candidates).handle((done, wrong) -> null).thenCompose(done -> restarted);
    }

    /** Whether it was closed, though its loop may have yet to do so. */
    boolean leaving() {
        return leaving;
    }

    @Override
    public void close() {
        leaving = true;
        answered.completeExceptionally(new PeerException("it was ended before it was answered"));
        if (loop.inLoop()) {
            super.close();
        } else {
            loop.execute(super::close);
        }
    }
}
