// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.onvif.Connect;
import org.camquay.onvif.ConnectDevice;
import org.camquay.onvif.ConnectResult;
import org.camquay.onvif.Decoded;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifMethod;
import org.camquay.onvif.SessionServers;

/** Makes the sessions between viewers and devices, and passes on what their two ends say to each other. */
final class Relay {
    private static final int MAX_SESSIONS_PER_VIEWER = 16;

    private final Rooms rooms;
    private final Access access;
    private final Settings settings;
    private final ServerList servers;
    private final Tally tally;
    private final LongSupplier nanoTime;

    Relay(Rooms rooms, Access access, Settings settings, ServerList servers, Tally tally, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.access = access;
        this.settings = settings;
        this.servers = servers;
        this.tally = tally;
        this.nanoTime = nanoTime;
    }

    void connect(Participant viewer, JsonRpcMessage.Request request) {
        var decoded = Connect.parse(request.params());
        if (decoded instanceof Decoded.Problem<Connect> problem) {
            viewer.send(request.refuse(problem.error()));
        } else if (decoded instanceof Decoded.Ok<Connect> ok) {
            var connect = ok.value();
            var token = token(viewer, Optional.of(connect.authorization()));
            var decision = admission(viewer, token, connect, false);
            if (decision instanceof AccessDecision.Denied denied) {
                viewer.send(request.refuse(new JsonRpcError(denied.status(), denied.reason())));
            } else if (!Room.isName(connect.peer())) {
                viewer.send(request.refuse(new JsonRpcError(ErrorCode.BAD_REQUEST, "No room can be called so")));
            } else if (decision instanceof AccessDecision.Granted granted) {
                connect(viewer, request, token, new Connect(connect.peer(), "", Ticket.profile(granted, connect)));
            }
        }
    }

    /** What this message shows, else what the connection showed. */
    static String token(Participant viewer, Optional<String> authorization) {
        return authorization.map(Credentials::bare).filter(t -> !t.isEmpty()).orElse(viewer.token);
    }

    /** @param continued whether it is about a session that this token let in */
    AccessDecision admission(Participant viewer, String token, Connect connect, boolean continued) {
        var decision = access.decide(viewer, token, Scope.VIEW, connect.peer(), continued);
        return decision instanceof AccessDecision.Granted granted ? Ticket.checked(granted, connect) : decision;
    }

    private void connect(Participant viewer, JsonRpcMessage.Request request, String token, Connect connect) {
        var room = rooms.room(connect.peer());
        var obstacle = obstacle(viewer, room);
        if (obstacle.isPresent()) {
            viewer.send(request.refuse(obstacle.get()));
        } else {
            var session = rooms.begin(room, viewer, request, nanoTime.getAsLong());
            session.token = token;
            offer(session, connect.profile());
        }
    }

    /** Why a viewer cannot have a session in a room now; the viewer hears when its camera comes. */
    Optional<JsonRpcError> obstacle(Participant viewer, Room room) {
        if (viewer.sessions.size() >= MAX_SESSIONS_PER_VIEWER) {
            var message = "One connection can watch " + MAX_SESSIONS_PER_VIEWER + " rooms: open another";
            return Optional.of(new JsonRpcError(ErrorCode.INSUFFICIENT_RESOURCES, message));
        }
        watch(room, viewer);
        if (room.device == null) {
            var message = "Room " + room.name + " has no camera now: you will be told when it comes";
            return Optional.of(new JsonRpcError(ErrorCode.TEMPORARILY_UNAVAILABLE, message));
        } else if (!hasRoom(room, viewer)) {
            var message = "Room " + room.name + " is full: try again later";
            return Optional.of(new JsonRpcError(ErrorCode.INSUFFICIENT_RESOURCES, message));
        }
        return Optional.empty();
    }

    /** One address gets a part of a room; a full room has place for a newcomer where an address has many who just came. */
    private boolean hasRoom(Room room, Participant viewer) {
        var account = viewer.link.account();
        var fits = Crowd.of(room.sessions, account) < settings.maxConnectionsPerAddress();
        if (fits && room.sessions.size() < settings.maxViewersPerRoom()) {
            return true;
        }
        tally.count(Limit.SESSIONS, room);
        var victim =
                fits ? Crowd.victim(room.sessions, account, nanoTime.getAsLong()) : Optional.<ViewerSession>empty();
        victim.ifPresent(session -> {
            var error =
                    new JsonRpcError(ErrorCode.INSUFFICIENT_RESOURCES, "The room is full: try again later", session.id);
            session.room.device.notifyError(error);
            if (session.pending == null) {
                session.viewer.notifyError(error);
                rooms.end(session);
            } else {
                refused(session, error);
            }
        });
        return victim.isPresent();
    }

    /** A viewer that has gone from room to room hears of the last ones. */
    private void watch(Room room, Participant viewer) {
        rooms.watch(room, viewer);
        if (viewer.watched.size() > MAX_SESSIONS_PER_VIEWER) {
            viewer.watched.stream()
                    .filter(old -> viewer.sessions.stream().noneMatch(session -> session.room == old))
                    .findFirst()
                    .ifPresent(old -> rooms.unwatch(old, viewer));
        }
    }

    private void offer(ViewerSession session, Optional<String> profile) {
        session.iceServers = servers.forUser(session.user());
        var params = new ConnectDevice(session.id, profile, session.iceServers, expiry());
        session.room.device.ask(
                OnvifMethod.CONNECT,
                params,
                nanoTime.getAsLong(),
                result -> accept(session),
                error -> refused(session, error));
    }

    /** The device takes the viewer: it said so, or spoke of the session at all. */
    private void accept(ViewerSession session) {
        if (session.pending != null) {
            var result = new ConnectResult(session.id, session.iceServers, expiry(), List.of());
            session.viewer.send(session.pending.answer(result));
            session.pending = null;
        }
    }

    private void refused(ViewerSession session, JsonRpcError error) {
        if (session.pending != null) {
            // a device whose socket closes at this moment is simply not there; else the session says that it refused
            var refusal = error.code() == ErrorCode.GONE
                    ? new JsonRpcError(ErrorCode.TEMPORARILY_UNAVAILABLE, "The camera has just gone")
                    : new JsonRpcError(error.code(), error.message(), session.id);
            session.viewer.send(session.pending.refuse(refusal));
            session.pending = null;
            rooms.end(session);
        }
    }

    private OptionalInt expiry() {
        return settings.expirySeconds() > 0 ? OptionalInt.of(settings.expirySeconds()) : OptionalInt.empty();
    }

    /** The device's offer goes to the viewer, the viewer's answer or refusal back, both as they are. */
    void invite(Participant device, JsonRpcMessage.Request request) {
        var id = request.params().path("session").asText("");
        var session = rooms.session(id).filter(s -> s.room.device == device);
        if (session.isEmpty()) {
            device.send(request.refuse(new JsonRpcError(ErrorCode.GONE, "The viewer of this session is gone", id)));
            return;
        }
        accept(session.get());
        var params = session.get().invite(request.params());
        session.get()
                .viewer
                .ask(
                        OnvifMethod.INVITE,
                        () -> params,
                        nanoTime.getAsLong(),
                        result -> device.send(new JsonRpcMessage.Response(request.id(), result)),
                        error -> device.send(request.refuse(new JsonRpcError(error.code(), error.message(), id))));
    }

    /** A device that stays with its viewer for long asks for fresh credentials, which both ends get (not ONVIF's). */
    void iceServers(Participant device, JsonRpcMessage.Request request) {
        if (!(SessionServers.parse(request.params()) instanceof Decoded.Ok<SessionServers> ok)) {
            device.send(request.refuse(new JsonRpcError(ErrorCode.INVALID_PARAMS, "iceServers: send a session")));
            return;
        }
        var id = ok.value().session();
        var session = rooms.session(id).filter(s -> s.room.device == device);
        if (session.isEmpty()) {
            device.send(request.refuse(new JsonRpcError(ErrorCode.GONE, "The viewer of this session is gone", id)));
        } else {
            session.get().renew(servers.forUser(session.get().user()));
            device.send(request.answer(new SessionServers(id, session.get().iceServers)));
        }
    }

    /** A viewer's path is broken: it asks the device for an ICE restart (not ONVIF's). */
    void restart(Participant viewer, JsonRpcMessage.Notification notification) {
        rooms.session(notification.params().path("session").asText(""))
                .filter(session -> session.viewer == viewer && session.room.device != null)
                .ifPresent(session -> session.room.device.send(notification));
    }

    void trickle(Participant from, JsonRpcMessage.Notification notification) {
        var session = rooms.session(notification.params().path("session").asText(""));
        session.flatMap(s -> otherEnd(s, from)).ifPresent(to -> {
            if (to == session.get().viewer) {
                accept(session.get());
            }
            to.send(notification);
        });
    }

    /** An {@code error} notification; all but the harmless ones end the session. */
    void error(Participant from, JsonRpcError error) {
        var session = error.session().flatMap(rooms::session).filter(s -> isEnd(s, from));
        if (session.isEmpty()) {
            return;
        }
        if (from != session.get().viewer) {
            refused(session.get(), error); // as far as the viewer's connect still waits
        }
        if (rooms.session(session.get().id).isEmpty()) {
            return;
        }
        otherEnd(session.get(), from).ifPresent(to -> to.notifyError(error));
        if (error.code() != ErrorCode.PEER_DISCONNECTED && error.code() != ErrorCode.MALFORMED_CANDIDATE) {
            rooms.end(session.get());
        }
    }

    /** A viewer's socket is lost or it unregistered: its devices hear of it, its media is not concerned. */
    void viewerGone(Participant viewer) {
        for (var session : new ArrayList<>(viewer.sessions)) {
            session.pending = null;
            rooms.end(session);
            if (session.room.device != null) {
                session.room.device.notifyError(new JsonRpcError(
                        ErrorCode.PEER_DISCONNECTED, "The viewer's connection to the server was lost", session.id));
            }
        }
        rooms.unwatchAll(viewer);
    }

    private static boolean isEnd(ViewerSession session, Participant participant) {
        return session.viewer == participant || session.room.device == participant;
    }

    private static Optional<Participant> otherEnd(ViewerSession session, Participant from) {
        if (session.viewer == from) {
            return Optional.ofNullable(session.room.device);
        }
        return session.room.device == from ? Optional.of(session.viewer) : Optional.empty();
    }
}
