// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Instant;
import org.camquay.api.stream.StreamState;

/** Where a stream is in its life, since when, and why. */
record Status(StreamState state, String sentence, Instant since) {
    /** The next status; the time stands while the state stays. */
    Status next(StreamState to, String why, Instant now) {
        return new Status(to, why, to == state ? since : now);
    }
}
