// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.function.Supplier;

/** Merges key frame requests of many viewers, and passes them on no more often than the settings say. Thread: any. */
final class KeyFrameRequests {
    private final Timers timers;
    private final Supplier<Settings> settings;
    private final Runnable forward;
    private boolean pending;
    private boolean before;
    private long last;

    KeyFrameRequests(Timers timers, Supplier<Settings> settings, Runnable forward) {
        this.timers = timers;
        this.settings = settings;
        this.forward = forward;
    }

    void request() {
        synchronized (this) {
            if (pending) {
                return;
            }
            long wait = before ? last + settings.get().keyFrameSpacing().toNanos() - timers.nanoTime() : 0;
            if (wait > 0) {
                pending = true;
                timers.schedule(this::due, wait);
                return;
            }
            before = true;
            last = timers.nanoTime();
        }
        forward.run();
    }

    /** A key frame came: who waits for one has it. */
    synchronized void satisfied() {
        pending = false;
    }

    private void due() {
        synchronized (this) {
            if (!pending) {
                return;
            }
            pending = false;
            last = timers.nanoTime();
        }
        forward.run();
    }
}
