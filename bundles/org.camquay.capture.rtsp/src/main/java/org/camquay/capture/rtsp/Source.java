// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.camquay.net.NetLoop;

/**
 * What all attempts to open one source have in common.
 *
 * @param loop on which everything happens
 * @param work runs what takes long
 * @param wall for capture times
 * @param timeout how long opening may last, and silence
 * @param talkBack whether the camera is asked for its back channel
 */
record Source(
        NetLoop loop, Executor work, InstantSource wall, KeepAlive keepAlive, Duration timeout, boolean talkBack) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** The timeout, which may be as long as it likes. */
    long timeoutNanos() {
        return timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, timeout.toNanos());
    }
}
