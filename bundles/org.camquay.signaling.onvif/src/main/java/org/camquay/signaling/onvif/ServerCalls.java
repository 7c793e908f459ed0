// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingListener;
import org.camquay.onvif.ConnectDevice;
import org.camquay.onvif.ConnectDeviceResult;
import org.camquay.onvif.Decoded;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.Extend;
import org.camquay.onvif.ExtendResult;
import org.camquay.onvif.IceCandidateInit;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifIceServer;
import org.camquay.onvif.OnvifMethod;
import org.camquay.onvif.OnvifParams;
import org.camquay.onvif.Resume;
import org.camquay.onvif.Trickle;

/** What a server asks and tells a device, brought to the core. */
final class ServerCalls {
    private final SignalingListener listener;
    private final InstantSource clock;

    ServerCalls(SignalingListener listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /** Takes a message; returns what to send back. */
    Optional<JsonRpcMessage> accept(JsonRpcMessage message) {
        if (message instanceof JsonRpcMessage.Request request) {
            return Optional.of(
                    switch (request.method()) {
                        case OnvifMethod.CONNECT -> connect(request);
                        case OnvifMethod.EXTEND -> extend(request);
                        case OnvifMethod.RESUME -> resume(request);
                        default ->
                            request.refuse(new JsonRpcError(
                                    ErrorCode.METHOD_NOT_FOUND, "A device has connect, trickle, extend"));
                    });
        }
        if (message instanceof JsonRpcMessage.Notification notification) {
            return switch (notification.method()) {
                case OnvifMethod.TRICKLE -> trickle(notification);
                case OnvifMethod.RESTART -> {
                    listener.onRestartWanted(
                            new PeerId(notification.params().path("session").asText()));
                    yield Optional.empty();
                }
                default -> Optional.empty();
            };
        }
        if (message instanceof JsonRpcMessage.ErrorResponse response) {
            error(response.error());
        }
        return Optional.empty();
    }

    private JsonRpcMessage connect(JsonRpcMessage.Request request) {
        var decoded = ConnectDevice.parse(request.params());
        if (decoded instanceof Decoded.Problem<ConnectDevice> problem) {
            return request.refuse(problem.error());
        }
        var connect = ((Decoded.Ok<ConnectDevice>) decoded).value();
        var expiry = connect.expiryTimeSeconds();
        var refusal = listener.onPeer(new PeerArrival(
                new PeerId(connect.session()),
                connect.profile().orElse(""),
                fromOnvif(connect.iceServers()),
                expiry.isPresent() ? clock.instant().plusSeconds(expiry.getAsInt()) : null));
        return refusal.<JsonRpcMessage>map(why -> request.refuse(new JsonRpcError(
                        listener.shows(connect.profile().orElse(""))
                                ? ErrorCode.TEMPORARILY_UNAVAILABLE
                                : ErrorCode.FORBIDDEN,
                        why,
                        connect.session())))
                .orElseGet(() -> request.answer(new ConnectDeviceResult(List.of(OnvifMethod.CAPABILITY_EXTEND))));
    }

    private JsonRpcMessage extend(JsonRpcMessage.Request request) {
        var decoded = Extend.parse(request.params());
        if (decoded instanceof Decoded.Problem<Extend> problem) {
            return request.refuse(problem.error());
        }
        var extend = ((Decoded.Ok<Extend>) decoded).value();
        if (extend.expiryTimeSeconds().isEmpty()) {
            return request.refuse(new JsonRpcError(
                    ErrorCode.INVALID_PARAMS, "extend: \"expiryTimeSeconds\" is missing", extend.session()));
        }
        var seconds = extend.expiryTimeSeconds().getAsInt();
        var peer = new PeerId(extend.session());
        listener.onExtended(peer, clock.instant().plusSeconds(seconds));
        if (!extend.iceServers().isEmpty()) {
            listener.onIceServers(peer, fromOnvif(extend.iceServers()));
        }
        return request.answer(new ExtendResult(seconds));
    }

    private JsonRpcMessage resume(JsonRpcMessage.Request request) {
        var decoded = Resume.parse(request.params());
        if (decoded instanceof Decoded.Problem<Resume> problem) {
            return request.refuse(problem.error());
        }
        var session = ((Decoded.Ok<Resume>) decoded).value().session();
        return listener.onResumed(new PeerId(session))
                ? request.answer(OnvifParams.none())
                : request.refuse(new JsonRpcError(ErrorCode.GONE, "This session has ended", session));
    }

    private Optional<JsonRpcMessage> trickle(JsonRpcMessage.Notification notification) {
        var decoded = Trickle.parse(notification.params());
        if (decoded instanceof Decoded.Ok<Trickle> ok) {
            listener.onCandidate(
                    new PeerId(ok.value().session()), fromOnvif(ok.value().candidate()));
        } else if (decoded instanceof Decoded.Problem<Trickle> problem) {
            var error = problem.error();
            return Optional.of(JsonRpcMessage.ErrorResponse.notification(
                    new JsonRpcError(ErrorCode.MALFORMED_CANDIDATE, error.message(), error.session())));
        }
        return Optional.empty();
    }

    private void error(JsonRpcError error) {
        if (error.code() != ErrorCode.MALFORMED_CANDIDATE) {
            var byItself = error.code() != ErrorCode.PEER_DISCONNECTED;
            error.session().ifPresent(session -> listener.onPeerGone(new PeerId(session), byItself));
        }
    }

    static IceCandidateInit toOnvif(IceCandidate candidate) {
        if (candidate.isEnd()) {
            return IceCandidateInit.END;
        }
        var index = candidate.sdpMLineIndex();
        return new IceCandidateInit(
                candidate.candidate(),
                Optional.ofNullable(candidate.sdpMid()),
                index == null ? OptionalInt.empty() : OptionalInt.of(index),
                Optional.ofNullable(candidate.usernameFragment()));
    }

    private static IceCandidate fromOnvif(IceCandidateInit candidate) {
        var index = candidate.sdpMLineIndex();
        return candidate.end()
                ? IceCandidate.endOfCandidates()
                : new IceCandidate(
                        candidate.candidate(),
                        candidate.sdpMid().orElse(null),
                        index.isPresent() ? index.getAsInt() : null,
                        candidate.usernameFragment().orElse(null));
    }

    static List<IceServer> fromOnvif(List<OnvifIceServer> servers) {
        return servers.stream().map(ServerCalls::fromOnvif).toList();
    }

    private static IceServer fromOnvif(OnvifIceServer server) {
        return new IceServer(
                server.urls(), server.username().orElse(""), server.credential().orElse(""));
    }
}
