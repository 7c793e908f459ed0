// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/** What a connection is, as far as the number of such connections is bounded. */
enum Standing {
    /** It has not registered yet. */
    NEWCOMER,
    /** A viewer with neither a session nor a room to wait in. */
    IDLE,
    /** A viewer that asked for a camera that is not there, and is told when it comes. */
    WAITING,
    /** A viewer with a session. */
    WATCHING,
    /** The device of a room. */
    DEVICE
}
