// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import org.camquay.api.net.EventLoop;

/** What makes the first viewer as fast as those after it: goes on from the start until a viewer comes. Thread: any. */
public interface WarmUp {
    /** Begins. */
    void start();

    /** Begins nothing new, since a viewer has come. Idempotent. */
    void stop();

    /** As {@link #stop}, and what is under way ends. Idempotent. */
    void close();

    /** Makes it of what the bundle's connections share; a service within the bundle, so that they know nothing of it. */
    interface Maker {
        /** Returns one for that loop, not begun. */
        WarmUp of(Environment environment, EventLoop loop);
    }
}
