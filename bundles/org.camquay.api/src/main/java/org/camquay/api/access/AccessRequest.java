// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

/**
 * Somebody asks to do something.
 *
 * @param token the access token shown (RFC 6750), a secret; empty when none was
 * @param scope what is asked for
 * @param kind what {@code name} is the name of
 * @param name the room, stream or command; empty when the request does not say yet
 * @param holder tells one user of a token from another, so that a token for one user stays with the first: a key that
 *     the user's program keeps for itself, else its address; empty when nothing is known
 * @param continued whether the same holder goes on with what this token has let it begin, such as a session that runs: a
 *     token that lets its holder come back for some time only lets it go on until the token itself expires
 */
public record AccessRequest(String token, Scope scope, Kind kind, String name, String holder, boolean continued) {
    /** Something new. */
    public AccessRequest(String token, Scope scope, Kind kind, String name, String holder) {
        this(token, scope, kind, name, holder, false);
    }

    /** What can be done. */
    public enum Scope {
        /** Watch a room or a stream. */
        VIEW,
        /** Register as the device of a room. */
        DEVICE,
        /** Run a command. */
        CONTROL,
        /** Make and remove rooms and tokens. */
        ADMINISTER
    }

    /** What it can be done with. */
    public enum Kind {
        /** A room of the rendezvous server. */
        ROOM,
        /** A stream of this device. */
        STREAM,
        /** A command. */
        COMMAND
    }

    /** Without the token. */
    @Override
    public String toString() {
        return scope + " " + kind + " " + name;
    }
}
