// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

/**
 * How fast a server is listened to: a flood is read slowly, so that it costs the server's memory and not the camera's. A
 * connection is not ended for it, since the camera would lose its room. Pure. Thread: its owner's.
 */
final class Throttle {
    private static final double MESSAGES_PER_SECOND = 500;
    private static final double CHARACTERS_PER_SECOND = 1024 * 1024;
    private static final double BURST_SECONDS = 4;

    private double messages = MESSAGES_PER_SECOND * BURST_SECONDS;
    private double characters = CHARACTERS_PER_SECOND * BURST_SECONDS;
    private long heardNanos;

    Throttle(long nowNanos) {
        this.heardNanos = nowNanos;
    }

    /** A message or a control frame came; returns for how many nanoseconds no more of them is wanted. */
    long heard(int length, long nowNanos) {
        var seconds = Math.max(0, nowNanos - heardNanos) / 1e9;
        heardNanos = nowNanos;
        messages = Math.min(MESSAGES_PER_SECOND * BURST_SECONDS, messages + seconds * MESSAGES_PER_SECOND) - 1;
        characters =
                Math.min(CHARACTERS_PER_SECOND * BURST_SECONDS, characters + seconds * CHARACTERS_PER_SECOND) - length;
        var owed = Math.max(-messages / MESSAGES_PER_SECOND, -characters / CHARACTERS_PER_SECOND);
        return owed > 0 ? (long) (owed * 1e9) : 0;
    }
}
