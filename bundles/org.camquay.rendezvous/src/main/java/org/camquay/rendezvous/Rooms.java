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
    private final KeptRooms kept = new KeptRooms();

    /** The room of that name, made when missing. */
    Room room(String name) {
        return rooms.computeIfAbsent(name, Room::new);
    }

    /** Puts a device into a room. */
    void enter(Room room, Participant device, String identity) {
        kept.release(room);
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

    /** As {@link #leave}, but for a while nobody else gets the room. */
    void keep(Participant device, long nowNanos) {
        var room = device.room;
        var dropped = kept.keep(room, device.credentials.site(), nowNanos);
        leave(device);
        if (dropped != null) {
            forget(dropped);
        }
    }

    /** For how long a room is still kept for the device that was in it; 0 if it is not. */
    long keptNanos(Room room, long nowNanos) {
        return kept.leftNanos(room, nowNanos);
    }

    /** Forgets which rooms were kept long enough. */
    void expire(long nowNanos) {
        kept.expire(nowNanos).forEach(this::forget);
    }

    void watch(Room room, Participant viewer) {
        room.watchers.add(viewer);
        viewer.watched.remove(room); // from now on it is the last one
        viewer.watched.add(room);
    }

    void unwatch(Room room, Participant viewer) {
        room.watchers.remove(viewer);
        viewer.watched.remove(room);
        forget(room);
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
        return add(new ViewerSession(UUID.randomUUID().toString(), room, viewer, pending, nowNanos));
    }

    /** A session that goes on after its viewer's socket, or this server, was gone. */
    ViewerSession resume(String id, Room room, Participant viewer, long beganNanos) {
        session(id).ifPresent(this::end);
        rooms.put(room.name, room); // it may have been forgotten just now
        return add(new ViewerSession(id, room, viewer, null, beganNanos));
    }

    private ViewerSession add(ViewerSession session) {
        var room = session.room;
        var viewer = session.viewer;
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
        if (room.isEmpty() && !kept.holds(room)) {
            rooms.remove(room.name, room);
        }
    }
}
