// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.util.concurrent.TimeUnit;

/** For how long a loop leaves its channels alone, so that packets of many peers are received together. On the loop. */
final class Rest {
    /** A channel that does not tolerate waiting is likely to be ready again. */
    private static final long ATTENTION = TimeUnit.MILLISECONDS.toNanos(50);

    private long until = System.nanoTime();
    private volatile long attentiveUntil = until;

    /** A channel is ready, and what comes after it may wait so long. */
    void ready(long now, long tolerance) {
        if (tolerance > 0) {
            until = now + tolerance;
        } else {
            attend(now + ATTENTION);
        }
    }

    /** Nothing waits before that time. Thread: any; of two at once, the earlier time may stand, until the next packet. */
    void attend(long time) {
        if (time - attentiveUntil > 0) {
            attentiveUntil = time;
        }
    }

    /** Nanoseconds until channels are to be looked at; not positive if now. */
    long left(long now) {
        return attentiveUntil - now > 0 ? 0 : until - now;
    }
}
