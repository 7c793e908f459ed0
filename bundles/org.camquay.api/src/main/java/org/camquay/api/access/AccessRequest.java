// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

/**
 * Somebody wants something.
 *
 * @param token what they showed, a secret; empty when nothing
 * @param scope what they want to do
 * @param resource with what: the room, stream or command
 */
public record AccessRequest(String token, Scope scope, String resource) {
    /** What can be done. */
    public enum Scope {
        /** Watch a room or stream. */
        VIEW,
        /** Register as the device of a room. */
        DEVICE,
        /** Run a command. */
        CONTROL
    }

    /** Without the token. */
    @Override
    public String toString() {
        return scope + " " + resource;
    }
}
