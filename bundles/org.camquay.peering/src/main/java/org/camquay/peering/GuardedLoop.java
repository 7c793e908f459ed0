// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.function.Consumer;
import org.camquay.api.net.EventLoop;

/** A session's view of its loop: what a task of the session throws ends the session, and no other. Thread: any. */
final class GuardedLoop implements EventLoop {
    private final EventLoop loop;
    private final Consumer<Throwable> onFailure;

    /** @param onFailure called on the loop */
    GuardedLoop(EventLoop loop, Consumer<Throwable> onFailure) {
        this.loop = loop;
        this.onFailure = onFailure;
    }

    /** The loop itself. */
    EventLoop unguarded() {
        return loop;
    }

    /** Runs a task now; on the loop. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> run(task));
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        return loop.schedule(() -> run(task), delayNanos);
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos, long toleranceNanos) {
        return loop.schedule(() -> run(task), delayNanos, toleranceNanos);
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }
}
