// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A time limit that can be set anew. Thread: one at a time; {@code wake} is called on the timer's. */
final class Alarm {
    private static final Runnable NOTHING = () -> {};

    private final DtlsTimer timer;
    private final Runnable wake;
    private AtomicBoolean due = new AtomicBoolean();
    private Runnable takeBack = NOTHING;

    Alarm(DtlsTimer timer, Runnable wake) {
        this.timer = timer;
        this.wake = wake;
    }

    /** Counts from now; an earlier limit is forgotten. */
    void set(Duration delay) {
        cancel();
        var mine = new AtomicBoolean();
        due = mine;
        takeBack = timer.schedule(
                () -> {
                    mine.set(true);
                    wake.run();
                },
                delay);
    }

    void cancel() {
        takeBack.run();
        takeBack = NOTHING;
        due = new AtomicBoolean();
    }

    /** Whether the limit has been reached; says so once. */
    boolean rang() {
        return due.getAndSet(false);
    }
}
