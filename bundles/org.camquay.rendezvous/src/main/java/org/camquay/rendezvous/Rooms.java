// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camquay.onvif.JsonRpcMessage;

/**
 * Which rooms and sessions there are, in memory. All that the server remembers goes through here, so that a store shared
 * by several nodes can take its place.
 */
final class Rooms {
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, ViewerSession> sessions = new HashMap<>();

    /** The room of that name, made when missing. */
    Room room(String name) {
        return rooms.computeIfAbsent(name, Room::new);
    }

    /** Puts a device into a room. */
    void enter(Room room, Participant device, String identity) {
        room.device = device;
        room.identity = identity;
        device.room = room;
        rooms.put(room.name, room); // it may have been forgotten while it was empty
    }

    /** Takes a device out of its room; the sessions stay. */
    void leave(Participant device) {
        var room = device.room;
        device.room = null;
        if (room != null && room.device == device) {
            room.device = null;
            forget(room);
        }
    }

    void watch(Room room, Participant viewer) {
        room.watchers.add(viewer);
        viewer.watched.add(room);
    }

    void unwatchAll(Participant viewer) {
        viewer.watched.forEach(room -> {
            room.watchers.remove(viewer);
            forget(room);
        });
        viewer.watched.clear();
    }

    ViewerSession begin(Room room, Participant viewer, JsonRpcMessage.Request pending, long nowNanos) {
        // random, for whoever knows it could only be one of the two ends anyway, and ends are checked
        var session = new ViewerSession(UUID.randomUUID().toString(), room, viewer, pending, nowNanos);
        sessions.put(session.id, session);
        room.sessions.add(session);
        viewer.sessions.add(session);
        return session;
    }

    Optional<ViewerSession> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    void end(ViewerSession session) {
        sessions.remove(session.id);
        session.viewer.sessions.remove(session);
        session.room.sessions.remove(session);
        forget(session.room);
    }

    int size() {
        return rooms.size();
    }

    private void forget(Room room) {
        if (room.isEmpty()) {
            rooms.remove(room.name, room);
        }
    }
}
