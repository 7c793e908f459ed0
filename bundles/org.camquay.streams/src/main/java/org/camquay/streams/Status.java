// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Instant;
import org.camquay.api.stream.StreamState;

/**
 * Where a stream is in its life, since when, and why.
 *
 * @param sinceNanos on the clock of {@link Timers#nanoTime}: a wall clock may be set meanwhile
 */
record Status(StreamState state, String sentence, long sinceNanos) {
    /** The next status; the time stands while the state stays. */
    Status next(StreamState to, String why, long nowNanos) {
        return new Status(to, why, to == state ? sinceNanos : nowNanos);
    }

    /** Counted back from now. */
    Instant since(Timers timers) {
        return timers.instant().minusNanos(timers.nanoTime() - sinceNanos);
    }
}
