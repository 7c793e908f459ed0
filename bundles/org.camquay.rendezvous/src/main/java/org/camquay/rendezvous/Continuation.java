// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.camquay.api.access.AccessDecision;
import org.camquay.onvif.Connect;
import org.camquay.onvif.ConnectResult;
import org.camquay.onvif.Decoded;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.Extend;
import org.camquay.onvif.ExtendResult;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifMethod;
import org.camquay.onvif.Resume;

/**
 * Lets sessions go on: beyond their time, and after the viewer's socket, or this server, was gone while the picture went on from
 * peer to peer. A ticket that let a session in lets it go on as long as the ticket itself holds. Thread: {@code rendezvous}.
 */
final class Continuation {
    private static final int UNLIMITED_SECONDS = 24 * 3600;

    private final Rooms rooms;
    private final Relay relay;
    private final ServerList servers;
    private final int expirySeconds;
    private final LongSupplier nanoTime;

    Continuation(Rooms rooms, Relay relay, ServerList servers, int expirySeconds, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.relay = relay;
        this.servers = servers;
        this.expirySeconds = expirySeconds;
        this.nanoTime = nanoTime;
    }

    void extend(Participant viewer, JsonRpcMessage.Request request) {
        var decoded = Extend.parse(request.params());
        if (decoded instanceof Decoded.Problem<Extend> problem) {
            viewer.send(request.refuse(problem.error()));
        } else if (decoded instanceof Decoded.Ok<Extend> ok) {
            var id = ok.value().session();
            var session = rooms.session(id).filter(s -> s.viewer == viewer);
            if (session.isEmpty()) {
                viewer.send(request.refuse(new JsonRpcError(ErrorCode.BAD_REQUEST, "No such session of yours", id)));
                return;
            }
            var token = Relay.token(viewer, ok.value().authorization());
            var again = new Connect(session.get().room.name, "", Optional.empty());
            var decision = relay.admission(viewer, token, again, token.equals(session.get().token));
            if (decision instanceof AccessDecision.Denied no) {
                viewer.send(request.refuse(new JsonRpcError(no.status(), no.reason())));
            } else {
                session.get().token = token;
                extend(session.get(), request);
            }
        }
    }

    private void extend(ViewerSession session, JsonRpcMessage.Request request) {
        var seconds = expirySeconds > 0 ? expirySeconds : UNLIMITED_SECONDS;
        var device = session.room.device;
        session.iceServers = servers.forUser(session.user());
        if (device != null) {
            var params = new Extend(session.id, Optional.empty(), OptionalInt.of(seconds), session.iceServers);
            device.ask(OnvifMethod.EXTEND, params, nanoTime.getAsLong(), result -> {}, error -> {});
        }
        session.viewer.send(request.answer(new ExtendResult(seconds, session.iceServers)));
    }

    /** A viewer names a session that goes on without this server; it does if the room's device serves it (not ONVIF's). */
    void resume(Participant viewer, JsonRpcMessage.Request request) {
        var decoded = Resume.parse(request.params());
        if (decoded instanceof Decoded.Problem<Resume> problem) {
            viewer.send(request.refuse(problem.error()));
        } else if (decoded instanceof Decoded.Ok<Resume> ok) {
            var peer = ok.value().peer().orElse("");
            var token = Relay.token(viewer, ok.value().authorization());
            var decision = relay.admission(viewer, token, new Connect(peer, "", Optional.empty()), true);
            if (decision instanceof AccessDecision.Denied denied) {
                viewer.send(request.refuse(new JsonRpcError(denied.status(), denied.reason())));
            } else if (!Room.isName(peer)) {
                viewer.send(request.refuse(new JsonRpcError(ErrorCode.BAD_REQUEST, "No room can be called so")));
            } else if (!isOf(viewer, ok.value().session(), peer)) {
                viewer.send(request.refuse(gone(ok.value().session())));
            } else {
                resume(viewer, request, ok.value().session(), rooms.room(peer), token);
            }
        }
    }

    /** One that is known here belongs to whoever began it, whose old socket may look alive; others learn nothing of it. */
    private boolean isOf(Participant viewer, String id, String peer) {
        var known = rooms.session(id);
        return known.isEmpty()
                || known.get().room.name.equals(peer)
                        && known.get().pending == null
                        && known.get().viewer.subject.equals(viewer.subject)
                        && known.get().viewer.holder().equals(viewer.holder());
    }

    private static JsonRpcError gone(String id) {
        return new JsonRpcError(ErrorCode.GONE, "This session has ended", id);
    }

    private void resume(Participant viewer, JsonRpcMessage.Request request, String id, Room room, String token) {
        var obstacle = relay.obstacle(viewer, room);
        if (obstacle.isPresent()) {
            viewer.send(request.refuse(obstacle.get()));
            return;
        }
        var device = room.device;
        device.ask(
                OnvifMethod.RESUME,
                new Resume(id, Optional.empty(), Optional.empty()),
                nanoTime.getAsLong(),
                result -> {
                    if (viewer.isRegistered()
                            && viewer.link.isOpen()
                            && room.device == device
                            && isOf(viewer, id, room.name)) {
                        resumed(viewer, request, id, room, token);
                    }
                },
                error -> viewer.send(request.refuse(gone(id))));
    }

    private void resumed(Participant viewer, JsonRpcMessage.Request request, String id, Room room, String token) {
        // It shows a picture, so it is none of those that make room in a crowd.
        var session = rooms.resume(id, room, viewer, nanoTime.getAsLong() - Crowd.YOUNG_NANOS);
        session.token = token;
        session.iceServers = servers.forUser(session.user());
        viewer.send(request.answer(new ConnectResult(id, session.iceServers, OptionalInt.empty(), List.of())));
    }
}
