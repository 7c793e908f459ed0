// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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

    private static final int MAX_HOLDER = 64;

    private final Rooms rooms;
    private final Access access;
    private final LongSupplier nanoTime;
    private final Set<Room> claimed = new LinkedHashSet<>();

    Registrar(Rooms rooms, Access access, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.access = access;
        this.nanoTime = nanoTime;
    }

    void register(Participant from, JsonRpcMessage.Request request) {
        var decoded = Register.parse(request.params());
        if (decoded instanceof Decoded.Problem<Register> problem) {
            from.send(request.refuse(problem.error()));
        } else if (from.claimed != null) {
            refuse(from, request, ErrorCode.BAD_REQUEST, "This connection waits for room " + from.claimed + " already");
        } else if (from.isRegistered()) {
            refuse(from, request, ErrorCode.BAD_REQUEST, "This connection is registered as " + from.id + " already");
        } else if (decoded instanceof Decoded.Ok<Register> ok) {
            ok.value()
                    .authorization()
                    .map(Credentials::bare)
                    .filter(t -> !t.isEmpty())
                    .ifPresent(t -> from.token = t);
            ok.value().holder().filter(key -> key.length() <= MAX_HOLDER).ifPresent(key -> from.holderKey = key);
            var asked = ok.value().name().orElse("");
            var name = asked.isEmpty() ? from.credentials.device() : asked;
            if (name.isEmpty()) {
                viewer(from, request);
            } else {
                device(from, request, asked, name);
            }
        }
    }

    /** Whom a viewer may watch is asked at {@code connect}, when it says whom. */
    private static void viewer(Participant from, JsonRpcMessage.Request request) {
        from.id = UUID.randomUUID().toString();
        from.send(request.answer(new RegisterResult(from.id)));
    }

    /** @param asked what it wants to be called, empty when the token says so, or else its UUID is its name */
    private void device(Participant from, JsonRpcMessage.Request request, String asked, String name) {
        var decision = access.decide(from, from.token, Scope.DEVICE, asked);
        if (decision instanceof AccessDecision.Denied denied) {
            refuse(from, request, denied.status(), denied.reason());
        } else if (decision instanceof AccessDecision.Granted granted) {
            var roomName = granted.room().isEmpty() ? name : granted.room();
            if (Room.isName(roomName)) {
                admit(from, request, rooms.room(roomName), identity(from, granted, roomName));
            } else {
                var rule = "A room is named with at most 64 letters, digits, and . _ ~ - after the first";
                refuse(from, request, ErrorCode.BAD_REQUEST, rule);
            }
        }
    }

    /**
     * Who a device is, empty if it does not say so. A UUID that is the room's name too is no secret: viewers know it, and
     * whoever knows it could take the room.
     */
    private static String identity(Participant from, AccessDecision.Granted granted, String roomName) {
        if (!granted.subject().isEmpty()) {
            return "subject " + granted.subject();
        }
        var device = from.credentials.device();
        return device.isEmpty() || device.equalsIgnoreCase(roomName) ? "" : "device " + device;
    }

    private void admit(Participant from, JsonRpcMessage.Request request, Room room, String identity) {
        if (room.device != null && !room.device.link.isOpen()) {
            deviceGone(room.device); // its socket is closed, which is only not told yet
        }
        long left = rooms.keptNanos(room, nanoTime.getAsLong());
        switch (Succession.of(room.device != null, left > 0, room.claim != null, room.identity, identity)) {
            case ENTER -> enter(from, request, room, identity);
            case ASK -> ask(from, request, room, identity);
            case ASKED -> conflict(from, request, room, "is asked for by another device just now: try again");
            case TAKEN ->
                conflict(from, request, room, "has another live device: choose another room, or stop that device");
            case KEPT -> {
                var seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(left);
                conflict(
                        from,
                        request,
                        room,
                        "is kept for its camera, whose connection was lost: choose another room, or try again in "
                                + seconds + " s");
            }
        }
    }

    private void conflict(Participant from, JsonRpcMessage.Request request, Room room, String sentence) {
        refuse(from, request, ErrorCode.CONFLICT, "Room " + room.name + " " + sentence);
        // One that asks again and again may be a stranger who tries identities.
        if (room.mayWarn(nanoTime.getAsLong())) {
            LOG.warn("second device refused: room {} (from {})", room, from.credentials);
        }
    }

    private void ask(Participant from, JsonRpcMessage.Request request, Room room, String identity) {
        room.claim = new Claim(from, request, identity, nanoTime.getAsLong());
        from.claimed = room;
        claimed.add(room);
        room.device.link.ping();
    }

    /** To be called about once a second: what was waited for has come, or does not. */
    void tick() {
        long now = nanoTime.getAsLong();
        rooms.expire(now);
        for (var room : new ArrayList<>(claimed)) {
            var claim = room.claim;
            if (room.device == null || !room.device.link.isOpen()) {
                settle(room).ifPresent(won -> enter(won.newcomer(), won.request(), room, won.identity()));
            } else if (room.device.link.heardNanos() - claim.askedNanos() > 0) {
                settle(room)
                        .ifPresent(lost -> conflict(
                                lost.newcomer(),
                                lost.request(),
                                room,
                                "has another live device: choose another room, or stop that device"));
            } else if (Math.min(now - claim.askedNanos(), room.device.link.listenedNanos(now)) > Claim.PATIENCE_NANOS) {
                LOG.warn(
                        "room handed over: {} (its camera from {} gave no sign of life)",
                        room,
                        room.device.credentials);
                settle(room).ifPresent(won -> enter(won.newcomer(), won.request(), room, won.identity()));
            }
        }
    }

    /** The claim of a room is decided; empty if there is none. */
    private Optional<Claim> settle(Room room) {
        var claim = Optional.ofNullable(room.claim);
        claim.ifPresent(c -> c.newcomer().claimed = null);
        room.claim = null;
        claimed.remove(room);
        return claim;
    }

    private void enter(Participant from, JsonRpcMessage.Request request, Room room, String identity) {
        var present = room.device;
        if (present != null) {
            settle(room).ifPresent(lost -> conflict(lost.newcomer(), lost.request(), room, "has another live device"));
            present.id = "";
            present.room = null;
            boolean same = !identity.isEmpty() && identity.equals(room.identity);
            present.link.close(
                    TAKEN_OVER,
                    same
                            ? "Another connection of this device took over"
                            : "Another device has this room now, since this one gave no sign of life");
            present.exchange.close();
        }
        if (identity.isEmpty() || !room.identity.equals(identity)) {
            new ArrayList<>(room.sessions).forEach(rooms::end); // another device's viewers are not handed on
        }
        rooms.enter(room, from, identity);
        from.id = room.name;
        from.send(request.answer(new RegisterResult(room.name)));
        LOG.info("room {}: camera {} from {}", room, present == null ? "came" : "came again", from.credentials);
        announce(room, true);
    }

    /** A participant says good-bye: its room is free at once. */
    void unregister(Participant from) {
        gone(from, false);
    }

    /** A participant's socket is gone: if it said who it is, its room is kept. */
    void deviceGone(Participant device) {
        gone(device, true);
    }

    private void gone(Participant device, boolean lost) {
        if (device.claimed != null) {
            settle(device.claimed);
        }
        var room = device.room;
        if (room == null) {
            return;
        }
        if (lost && !room.identity.isEmpty()) {
            rooms.keep(device, nanoTime.getAsLong());
        } else {
            rooms.leave(device);
        }
        LOG.info("room {}: camera from {} went", room, device.credentials);
        for (var session : new ArrayList<>(room.sessions)) {
            session.viewer.notifyError(new JsonRpcError(
                    ErrorCode.PEER_DISCONNECTED, "The camera's connection to the server was lost", session.id));
        }
        announce(room, false);
        settle(room).ifPresent(won -> enter(won.newcomer(), won.request(), room, won.identity()));
    }

    private static void announce(Room room, boolean online) {
        var presence = new JsonRpcMessage.Notification(OnvifMethod.PRESENCE, new Presence(room.name, online));
        new ArrayList<>(room.watchers).forEach(watcher -> watcher.send(presence));
    }

    private static void refuse(Participant from, JsonRpcMessage.Request request, int code, String message) {
        from.send(request.refuse(new JsonRpcError(code, message)));
    }
}
