// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * What is known of the path to one peer at one moment.
 *
 * @param target bits a second that may be sent; {@link #UNKNOWN} when nothing is known
 * @param measured whether the peer reports on packets, so that the target is more than what it gets now
 * @param limited whether the path has shown that limit of late; if not, the target is a guess
 * @param congested whether more is sent right now than gets through
 * @param silent whether nothing that is sent gets through, by all that is heard
 */
public record PathState(long target, boolean measured, boolean limited, boolean congested, boolean silent) {
    /** No limit is known. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** Of a peer that says nothing: it gets everything. */
    static final PathState UNHEARD = new PathState(UNKNOWN, false, false, false, false);
}
