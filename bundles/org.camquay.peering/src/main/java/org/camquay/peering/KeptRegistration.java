// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registration that is kept up: connects, and connects again after losses and with another backend. Its own state is
 * touched only on its loop; peers find it here whatever channel it has. Thread: any.
 */
final class KeptRegistration implements Registration, Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRegistration.class);

    /** Longer than a backend takes that has a limit of its own. */
    private static final long CONNECT_TIMEOUT = TimeUnit.SECONDS.toNanos(90);

    /** A server that takes a registration and drops it again must not be asked ever faster. */
    private static final long STEADY = TimeUnit.SECONDS.toNanos(30);

    private static final long TOKEN_WATCH = TimeUnit.SECONDS.toNanos(10);

    /** State, sentence and time belong together. */
    private record Condition(State state, String status, Instant since) {}

    private volatile SignalingTarget target;
    private final Admission admission;
    private final EventLoop loop;
    private final Consumer<KeptRegistration> onLeft;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Complaints complaints = new Complaints();
    private final Guard guard;
    private volatile Condition condition;
    private SignalingChannel channel;
    private SignalingClient client;
    private EventLoop.Timer retry;
    private EventLoop.Timer limit;
    private EventLoop.Timer steady;
    private int attempt;
    /** The token of the last dial, a secret. */
    private String shown = "";

    KeptRegistration(SignalingTarget target, Admission admission, EventLoop loop, Consumer<KeptRegistration> onLeft) {
        this.target = target;
        this.admission = admission;
        this.loop = loop;
        this.onLeft = onLeft;
        this.guard = new Guard("signaling of " + target);
        this.condition = new Condition(State.WAITING, noBackend(), Instant.now());
        admission.outlets().add(this);
    }

    private String noBackend() {
        return "waits for a backend that speaks " + target.url().getScheme() + ":";
    }

    /** The backend to use from now on; null when there is none. Live peers stay. */
    void use(SignalingClient newClient) {
        loop.execute(() -> {
            if (state() == State.LEFT || newClient == client) {
                return;
            }
            hangUp();
            client = newClient;
            backoff.reset();
            if (newClient == null) {
                become(State.WAITING, noBackend());
            } else {
                connect();
            }
        });
    }

    /** One that was refused for good begins again; false if this one was not. */
    boolean renew(SignalingTarget newTarget) {
        if (state() != State.REFUSED) {
            return false;
        }
        target = newTarget;
        become(State.WAITING, "begins again");
        loop.execute(() -> {
            hangUp();
            complaints.clear();
            backoff.reset();
            connect();
        });
        return true;
    }

    private void connect() {
        if (state() == State.LEFT || client == null) {
            return;
        }
        become(State.CONNECTING, "connects to " + target);
        int current = ++attempt;
        var asked = client;
        limit = loop.schedule(
                () -> lost(new SignalingException(
                        "no answer within " + TimeUnit.NANOSECONDS.toSeconds(CONNECT_TIMEOUT) + " s", false)),
                CONNECT_TIMEOUT);
        guard.later("connect", () -> dial(asked, current))
                .whenComplete((connected, failure) -> loop.execute(() -> connected(current, connected, failure)));
    }

    /** A token in a file is read here: a short local file, once a dial. */
    private CompletionStage<SignalingChannel> dial(SignalingClient asked, int current) {
        try {
            var resolved = TokenReference.resolved(target);
            shown = resolved.token();
            return asked.connect(resolved, new ChannelListener(this, admission, current));
        } catch (SignalingException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void connected(int by, SignalingChannel connected, Throwable failure) {
        if (by != attempt) {
            if (connected != null) {
                guard.tell("close", connected::hangUp);
            }
        } else if (failure != null) {
            lost(failure);
        } else if (connected == null) {
            lost(new SignalingException("the signaling backend gave no channel", false));
        } else {
            limit.cancel();
            channel = connected;
            steady = loop.schedule(
                    () -> {
                        backoff.reset();
                        complaints.clear();
                    },
                    STEADY);
            become(State.REGISTERED, "waits for peers as " + target);
            LOG.info("waiting for viewers: {}", target);
            admission.onReachable(this);
        }
    }

    private void lost(Throwable failure) {
        var cause = Guard.cause(failure);
        hangUp();
        String sentence = Guard.reason(cause);
        var refused = cause instanceof SignalingException signaling ? signaling : null;
        if (refused != null && refused.permanent()) {
            become(
                    State.REFUSED,
                    sentence + "; it is not tried again until it is asked for anew or its configuration changes");
            LOG.warn("registration stopped: {} ({})", target, status());
            if (TokenReference.isOne(target)) {
                watchToken(shown);
            }
            return;
        }
        long pause = backoff.next(refused == null ? Duration.ZERO : refused.retryAfter());
        become(
                State.WAITING,
                sentence + "; tries again in " + Duration.ofNanos(pause).toMillis() + " ms");
        if (complaints.isNew(sentence)) {
            LOG.warn("registration lost: {} ({})", target, status());
        } else {
            LOG.debug("registration lost: {} ({})", target, status());
        }
        retry = loop.schedule(this::connect, pause);
    }

    /** Another token in the file is another configuration. */
    private void watchToken(String refused) {
        retry = loop.schedule(
                () -> {
                    if (token().equals(refused)) {
                        watchToken(refused);
                    } else {
                        backoff.reset();
                        connect();
                    }
                },
                TOKEN_WATCH,
                TOKEN_WATCH);
    }

    private String token() {
        try {
            return TokenReference.resolved(target).token();
        } catch (SignalingException e) {
            return ""; // it cannot be read now
        }
    }

    /** The device means to come again, whatever happened. */
    private void hangUp() {
        end(SignalingChannel::hangUp);
    }

    private void end(Consumer<SignalingChannel> farewell) {
        attempt++;
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        if (limit != null) {
            limit.cancel();
        }
        if (steady != null) {
            steady.cancel();
        }
        var old = channel;
        channel = null;
        if (old != null) {
            guard.tell("close", () -> farewell.accept(old));
        }
    }

    private void become(State state, String status) {
        condition = new Condition(state, status, Instant.now());
    }

    @Override
    public void leave() {
        loop.execute(() -> {
            if (state() == State.LEFT) {
                return;
            }
            admission.dismissAll(this, "the device left the room");
            // The dismissals are on their way to the peers' loops and still need the channel.
            loop.schedule(
                    () -> end(SignalingChannel::close), Duration.ofMillis(100).toNanos());
            become(State.LEFT, "left");
        });
        admission.outlets().remove(this);
        onLeft.accept(this);
    }

    /** Closes without a word to peers: the device stops. */
    void stop() {
        loop.execute(() -> {
            become(State.LEFT, "the device stops");
            hangUp();
        });
        admission.outlets().remove(this);
    }

    @Override
    public SignalingTarget target() {
        return target;
    }

    @Override
    public State state() {
        return condition.state();
    }

    @Override
    public String status() {
        return condition.status();
    }

    @Override
    public Instant since() {
        return condition.since();
    }

    @Override
    public String signaling() {
        return target.toString();
    }

    @Override
    public boolean isReachable() {
        return state() == State.REGISTERED;
    }

    // A peer may be announced before the channel that announced it is known here: all go through the loop, in order.

    @Override
    public CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer) {
        return CompletableFuture.supplyAsync(() -> channel, loop)
                .thenCompose(current -> current == null
                        ? CompletableFuture.failedStage(
                                new SignalingException("signaling was lost before the offer", false))
                        : guard.later("invite", () -> current.invite(peer, offer)));
    }

    @Override
    public CompletionStage<List<IceServer>> iceServers(PeerId peer) {
        return CompletableFuture.supplyAsync(() -> channel, loop)
                .thenCompose(current -> current == null
                        ? CompletableFuture.completedStage(List.of())
                        : guard.later("iceServers", () -> current.iceServers(peer)));
    }

    @Override
    public void trickle(PeerId peer, IceCandidate candidate) {
        withChannel("trickle", current -> current.trickle(peer, candidate));
    }

    @Override
    public void dismiss(PeerId peer, String reason) {
        withChannel("dismiss", current -> current.dismiss(peer, reason));
    }

    private void withChannel(String call, Consumer<SignalingChannel> action) {
        loop.execute(() -> {
            var current = channel;
            if (current != null) {
                guard.tell(call, () -> action.accept(current));
            }
        });
    }

    /** The channel of one attempt is closed; of no interest once there is another. */
    void closed(int by, SignalingException cause) {
        loop.execute(() -> {
            if (by == attempt && state() != State.LEFT) {
                lost(cause);
            }
        });
    }
}
