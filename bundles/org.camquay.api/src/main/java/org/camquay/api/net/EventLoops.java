// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import org.osgi.annotation.versioning.ProviderType;

/** The service that hands out event loops, one for each core. Thread: any. */
@ProviderType
public interface EventLoops {
    /**
     * The loop for the next viewer: one that has viewers already as long as that has room for more, since a loop that
     * wakes for many costs less than many that wake for few. Give it back with {@link #release}.
     */
    EventLoop next();

    /** Undoes {@link #next}, once for each time. */
    default void release(EventLoop loop) {}

    /** The loop for what is no viewer and hardly does anything: a registration, a test of a server. */
    default EventLoop first() {
        return next();
    }
}
