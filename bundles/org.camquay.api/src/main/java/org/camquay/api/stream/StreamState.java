// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

/** Where a stream is in its life. */
public enum StreamState {
    /** Lazy, and nobody watches. */
    IDLE,
    /** The source is being opened for the first time, or again. */
    CONNECTING,
    /** Frames flow. */
    LIVE,
    /** The source is lost, or no driver claims its scheme; tracks are muted, the next attempt is set. */
    WAITING,
    /** Shut down; never again. */
    CLOSED
}
