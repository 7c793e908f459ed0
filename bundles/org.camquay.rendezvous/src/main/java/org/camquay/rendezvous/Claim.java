// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import org.camquay.onvif.JsonRpcMessage;

/**
 * A device wants a room whose device has shown no identity, and waits until that one gives a sign of life.
 *
 * @param identity of the newcomer, empty if it shows none
 * @param askedNanos when the device in the room was pinged
 */
record Claim(Participant newcomer, JsonRpcMessage.Request request, String identity, long askedNanos) {
    /** How long the device in the room has for its pong. */
    static final long PATIENCE_NANOS = 2_000_000_000L;
}
