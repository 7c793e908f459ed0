// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;

/** What a token that is believed allows. Pure. */
final class AccessPolicy {
    private static final int FORBIDDEN = 403;
    private static final int MAX_SHOWN = 64;

    private AccessPolicy() {}

    /**
     * Decides.
     *
     * @param openRooms whether a room is one of those that may be opened here
     */
    static AccessDecision decide(Token token, AccessRequest request, Predicate<String> openRooms) {
        if (!Scopes.allow(token.scopes(), request.scope())) {
            return new Denied(
                    FORBIDDEN,
                    "The token does not allow this: scope " + Scopes.name(request.scope()) + " is needed, it has "
                            + (token.scopes().isEmpty() ? "none" : Scopes.write(token.scopes())));
        }
        return switch (request.kind()) {
            case ROOM -> room(token, request, openRooms);
            case STREAM -> stream(token, request.name());
            case COMMAND -> granted(token, "");
        };
    }

    private static AccessDecision room(Token token, AccessRequest request, Predicate<String> openRooms) {
        boolean anyRoom = token.room().isEmpty();
        if (!anyRoom && !request.name().isEmpty() && !token.room().equals(request.name())) {
            return new Denied(FORBIDDEN, "The token is for another room");
        }
        if (anyRoom && request.scope() == Scope.DEVICE && !token.scopes().contains(Scope.ADMINISTER)) {
            return new Denied(FORBIDDEN, "The token names no room: a device's token opens one");
        }
        var room = anyRoom ? request.name() : token.room();
        return room.isEmpty() || openRooms.test(room) ? granted(token, token.room()) : closed(room);
    }

    /** What a room says that is not in the list. */
    static Denied closed(String room) {
        var named = room.length() > MAX_SHOWN ? "That room" : "Room " + room;
        return new Denied(FORBIDDEN, named + " is not one of the rooms here: an administrator adds it");
    }

    /** A device's own faces name streams; a ticket that names none admits to the stream of its room's name. */
    private static AccessDecision stream(Token token, String stream) {
        boolean admits = token.streams().isEmpty()
                ? token.room().isEmpty() || token.room().equals(stream)
                : token.streams().contains(stream);
        return admits || stream.isEmpty()
                ? granted(token, "")
                : new Denied(FORBIDDEN, "The token does not admit to this stream");
    }

    private static Granted granted(Token token, String room) {
        Set<String> streams = new LinkedHashSet<>(token.streams());
        return new Granted(token.subject(), room, streams);
    }

    /** Whether a single use counts: watching does, what a device or an administrator does again and again does not. */
    static boolean isUse(Token token, AccessRequest request) {
        return token.once()
                && request.scope() == Scope.VIEW
                && request.kind() != Kind.COMMAND
                && !request.name().isEmpty();
    }
}
