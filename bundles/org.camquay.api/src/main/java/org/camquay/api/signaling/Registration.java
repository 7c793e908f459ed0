// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** The will to be reachable at a server, kept up by the core across losses. Thread: any. */
@ProviderType
public interface Registration {
    /** Where it registers. */
    SignalingTarget target();

    /** Where it is. */
    State state();

    /** One sentence on the state: why it waits, when it tries again; no secret in it. */
    String status();

    /** Since when {@link #state()} holds. */
    Instant since();

    /** Gives it up: the channel is closed, and the peers that came through it are dismissed, as EMS does. */
    void leave();

    /** Where a registration is. */
    enum State {
        CONNECTING,
        REGISTERED,
        /** Tries again by itself. */
        WAITING,
        /** Refused for good: it is not tried again until it is joined anew or its backend changes. */
        REFUSED,
        LEFT
    }
}
