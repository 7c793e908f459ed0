// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingListener;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.onvif.Decoded;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.Invite;
import org.camquay.onvif.InviteResult;
import org.camquay.onvif.JsonRpcCodec;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcExchange;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.JsonRpcResult;
import org.camquay.onvif.OnvifMethod;
import org.camquay.onvif.OnvifParams;
import org.camquay.onvif.Register;
import org.camquay.onvif.RegisterResult;
import org.camquay.onvif.SessionServers;
import org.camquay.onvif.Trickle;

/** One registration: what the core says goes out as ONVIF's messages. A peer's id is its ONVIF session. Thread: any. */
final class OnvifChannel implements SignalingChannel, TextSocket.Owner {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MAX_OUTSTANDING = 1024;
    private final SignalingTarget target;
    private final SignalingListener listener;
    private final Executor loop;
    private final long registerNanos;
    private final Set<OnvifChannel> open;
    private final ServerCalls calls;
    private final JsonRpcCodec codec = new JsonRpcCodec(TextSocket.MAX_MESSAGE);
    private final CompletableFuture<SignalingChannel> registered = new CompletableFuture<>();

    // loop only
    private final JsonRpcExchange exchange = new JsonRpcExchange(MAX_OUTSTANDING, ANSWER.toNanos());
    private TextSocket socket;
    private long openedNanos;
    private boolean closed;
    /** The server has no method of ours. */
    private boolean ignorant;

    /**
     * Makes one.
     *
     * @param registering how long the server may take for that; it may have to ask the device that has the name now
     * @param open those that are registered or about to be; this adds and removes itself
     */
    OnvifChannel(
            SignalingTarget target,
            SignalingListener listener,
            Executor loop,
            Duration registering,
            Set<OnvifChannel> open) {
        this.target = target;
        this.registerNanos = registering.toNanos();
        this.listener = listener;
        this.loop = loop;
        this.calls = new ServerCalls(listener, InstantSource.system());
        this.open = open;
    }

    CompletionStage<SignalingChannel> registered() {
        return registered;
    }

    void failed(SignalingException cause) {
        closed = true;
        open.remove(this);
        registered.completeExceptionally(cause);
    }

    /** Begins, on the loop. */
    void register(TextSocket opened) {
        socket = opened;
        openedNanos = System.nanoTime();
        open.add(this);
        var authorization = Optional.of(target.token()).filter(token -> !token.isEmpty());
        ask(
                OnvifMethod.REGISTER,
                new Register(authorization, Optional.of(target.name()), List.of(OnvifMethod.CAPABILITY_EXTEND)),
                result -> {
                    if (RegisterResult.parse(result) instanceof Decoded.Problem<RegisterResult> problem) {
                        refuse(problem.error());
                    } else {
                        registered.complete(this);
                    }
                },
                this::refuse);
    }

    private void refuse(JsonRpcError error) {
        if (!closed) {
            failed(Refusals.registering(target, error));
            socket.close();
        }
    }

    @Override
    public CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer) {
        var answer = new CompletableFuture<SessionDescription>();
        if (!onLoop(() -> invite(peer, offer, answer))) {
            answer.completeExceptionally(closedAlready());
        }
        return answer;
    }

    private void invite(PeerId peer, SessionDescription offer, CompletableFuture<SessionDescription> answer) {
        if (closed) {
            answer.completeExceptionally(closedAlready());
            return;
        }
        Consumer<JsonRpcError> onError = error -> answer.completeExceptionally(new SignalingException(
                "peer " + peer + " through " + target + ": " + error.message() + " (" + error.code() + ")", false));
        ask(
                OnvifMethod.INVITE,
                new Invite(peer.value(), offer.sdp(), List.of()),
                result -> {
                    var decoded = InviteResult.parse(result);
                    if (decoded instanceof Decoded.Ok<InviteResult> ok) {
                        answer.complete(new SessionDescription(
                                SdpType.ANSWER, ok.value().answer()));
                    } else if (decoded instanceof Decoded.Problem<InviteResult> problem) {
                        onError.accept(problem.error());
                    }
                },
                onError);
    }

    @Override
    public CompletionStage<List<IceServer>> iceServers(PeerId peer) {
        var servers = new CompletableFuture<List<IceServer>>();
        if (!onLoop(() -> iceServers(peer, servers))) {
            servers.complete(List.of());
        }
        return servers;
    }

    private void iceServers(PeerId peer, CompletableFuture<List<IceServer>> servers) {
        if (closed || ignorant) {
            servers.complete(List.of());
            return;
        }
        ask(
                OnvifMethod.ICE_SERVERS,
                new SessionServers(peer.value(), List.of()),
                result -> servers.complete(
                        SessionServers.parse(result) instanceof Decoded.Ok<SessionServers> ok
                                ? ServerCalls.fromOnvif(ok.value().iceServers())
                                : List.of()),
                error -> {
                    ignorant |= error.code() == ErrorCode.METHOD_NOT_FOUND;
                    servers.complete(List.of());
                });
    }

    private SignalingException closedAlready() {
        return new SignalingException(target + ": the channel is closed; connect again", false);
    }

    @Override
    public void trickle(PeerId peer, IceCandidate candidate) {
        var params = new Trickle(peer.value(), ServerCalls.toOnvif(candidate));
        onLoop(() -> send(new JsonRpcMessage.Notification(OnvifMethod.TRICKLE, params)));
    }

    @Override
    public void dismiss(PeerId peer, String reason) {
        var error = new JsonRpcError(ErrorCode.INSUFFICIENT_RESOURCES, reason, peer.value());
        onLoop(() -> send(JsonRpcMessage.ErrorResponse.notification(error)));
    }

    @Override
    public void hangUp() {
        end(false);
    }

    @Override
    public void close() {
        end(true);
    }

    private void end(boolean forGood) {
        onLoop(() -> {
            if (!closed) {
                if (forGood && registered.isDone()) {
                    ask(OnvifMethod.UNREGISTER, OnvifParams.none(), result -> {}, error -> {});
                }
                closed = true;
                open.remove(this);
                exchange.close();
                registered.completeExceptionally(closedAlready()); // if it was still under way
                socket.close();
            }
        });
    }

    @Override
    public void onText(String text) {
        var parsed = codec.parse(text);
        if (parsed instanceof JsonRpcResult.Problem problem) {
            problem.id().ifPresent(id -> send(problem.answer())); // what has no id may itself have been an answer
        } else if (parsed instanceof JsonRpcResult.Ok ok) {
            dispatch(ok.message());
        }
    }

    private void dispatch(JsonRpcMessage message) {
        if (message instanceof JsonRpcMessage.Response response) {
            exchange.accept(response);
        } else if (message instanceof JsonRpcMessage.ErrorResponse response && exchange.accept(response)) {
            return;
        } else if (registered.isDone()) {
            calls.accept(message).ifPresent(this::send);
        } // before that, a server has nothing to say to us
    }

    @Override
    public void onTick() {
        exchange.expire(System.nanoTime());
        if (!closed && !registered.isDone() && System.nanoTime() - openedNanos > registerNanos) {
            refuse(new JsonRpcError(ErrorCode.REQUEST_TIMEOUT, "it does not answer"));
        }
    }

    @Override
    public void onClosed(int status, String reason) {
        if (closed) {
            return;
        }
        var cause = Refusals.closing(target, status, reason);
        var wasRegistered = registered.isDone();
        failed(cause); // without effect on one that is registered
        exchange.close();
        if (wasRegistered) {
            listener.onClosed(cause);
        }
    }

    private void ask(String method, OnvifParams params, Consumer<JsonNode> onResult, Consumer<JsonRpcError> onError) {
        var request = exchange.request(method, params, System.nanoTime(), new JsonRpcExchange.Callback() {
            @Override
            public void onResult(JsonNode result) {
                onResult.accept(result);
            }

            @Override
            public void onError(JsonRpcError error) {
                onError.accept(error);
            }
        });
        request.ifPresentOrElse(
                this::send,
                () -> onError.accept(
                        new JsonRpcError(ErrorCode.INSUFFICIENT_RESOURCES, "too many requests wait already")));
    }

    private void send(JsonRpcMessage message) {
        if (!closed) {
            socket.send(codec.write(message));
        }
    }

    private boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the backend was taken away, and its sockets with it
        }
    }
}
