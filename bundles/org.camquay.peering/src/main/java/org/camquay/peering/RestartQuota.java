// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** How often a peer may restart ICE by itself: as often as the device does it for an invited one. Policy, told all times. */
final class RestartQuota {
    private static final long WINDOW = IceRestarts.STABLE;

    private final ArrayDeque<Long> begun = new ArrayDeque<>();

    /** Takes one; returns 0, or after how many seconds the next one is allowed. */
    int take(long nanoTime) {
        while (!begun.isEmpty() && nanoTime - begun.peek() >= WINDOW) {
            begun.remove();
        }
        if (begun.size() < IceRestarts.MOST) {
            begun.add(nanoTime);
            return 0;
        }
        long left = WINDOW - (nanoTime - begun.peek());
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left + TimeUnit.SECONDS.toNanos(1) - 1));
    }
}
