// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayList;
import java.util.UUID;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.onvif.Decoded;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifMethod;
import org.camquay.onvif.Presence;
import org.camquay.onvif.Register;
import org.camquay.onvif.RegisterResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets devices into their rooms and viewers into the house, and tells who waits when a camera comes or goes. */
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    /** Private close status (RFC 6455 §7.4.2). */
    private static final int TAKEN_OVER = 4409;

    private final Rooms rooms;
    private final Access access;

    Registrar(Rooms rooms, Access access) {
        this.rooms = rooms;
        this.access = access;
    }

    void register(Participant from, JsonRpcMessage.Request request) {
        var decoded = Register.parse(request.params());
        if (decoded instanceof Decoded.Problem<Register> problem) {
            from.send(request.refuse(problem.error()));
        } else if (from.isRegistered()) {
            refuse(from, request, ErrorCode.BAD_REQUEST, "This connection is registered as " + from.id + " already");
        } else if (decoded instanceof Decoded.Ok<Register> ok) {
            ok.value()
                    .authorization()
                    .map(Credentials::bare)
                    .filter(t -> !t.isEmpty())
                    .ifPresent(t -> from.token = t);
            var name = ok.value().name().orElse(from.credentials.device());
            if (name.isEmpty()) {
                viewer(from, request);
            } else {
                device(from, request, name);
            }
        }
    }

    /** Whom a viewer may watch is asked at {@code connect}, when it says whom. */
    private static void viewer(Participant from, JsonRpcMessage.Request request) {
        from.id = UUID.randomUUID().toString();
        from.send(request.answer(new RegisterResult(from.id)));
    }

    private void device(Participant from, JsonRpcMessage.Request request, String name) {
        var decision = access.decide(from, from.token, Scope.DEVICE, name);
        if (decision instanceof AccessDecision.Denied denied) {
            refuse(from, request, denied.status(), denied.reason());
        } else if (decision instanceof AccessDecision.Granted granted) {
            var roomName = granted.room().isEmpty() ? name : granted.room();
            if (Room.isName(roomName)) {
                enter(from, request, rooms.room(roomName), identity(from, granted));
            } else {
                var rule = "A room is named with at most 64 letters, digits, and . _ ~ - after the first";
                refuse(from, request, ErrorCode.BAD_REQUEST, rule);
            }
        }
    }

    /** In open mode, a device that does not say who it is is nobody else's equal. */
    private static String identity(Participant from, AccessDecision.Granted granted) {
        if (!granted.subject().isEmpty()) {
            return "subject " + granted.subject();
        }
        var device = from.credentials.device();
        return "device " + (device.isEmpty() ? UUID.randomUUID().toString() : device);
    }

    private void enter(Participant from, JsonRpcMessage.Request request, Room room, String identity) {
        var present = room.device;
        if (present != null && present.link.isOpen() && !room.identity.equals(identity)) {
            var message = "Room " + room.name + " has another live device: choose another room, or stop that device";
            refuse(from, request, ErrorCode.CONFLICT, message);
            LOG.warn("second device refused: room {} (from {})", room, from.credentials);
            return;
        }
        if (present != null) {
            present.id = "";
            present.room = null;
            present.link.close(TAKEN_OVER, "Another connection of this device took over");
            present.exchange.close();
        }
        if (!room.identity.equals(identity)) {
            new ArrayList<>(room.sessions).forEach(rooms::end); // another device's viewers are not handed on
        }
        rooms.enter(room, from, identity);
        from.id = room.name;
        from.send(request.answer(new RegisterResult(room.name)));
        LOG.info("room {}: camera {} from {}", room, present == null ? "came" : "came again", from.credentials);
        announce(room, true);
    }

    void deviceGone(Participant device) {
        var room = device.room;
        if (room == null) {
            return;
        }
        rooms.leave(device);
        LOG.info("room {}: camera from {} went", room, device.credentials);
        for (var session : new ArrayList<>(room.sessions)) {
            session.viewer.notifyError(new JsonRpcError(
                    ErrorCode.PEER_DISCONNECTED, "The camera's connection to the server was lost", session.id));
        }
        announce(room, false);
    }

    private static void announce(Room room, boolean online) {
        var presence = new JsonRpcMessage.Notification(OnvifMethod.PRESENCE, new Presence(room.name, online));
        new ArrayList<>(room.watchers).forEach(watcher -> watcher.send(presence));
    }

    private static void refuse(Participant from, JsonRpcMessage.Request request, int code, String message) {
        from.send(request.refuse(new JsonRpcError(code, message)));
    }
}
