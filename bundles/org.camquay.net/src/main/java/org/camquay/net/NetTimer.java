// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import org.camquay.api.net.EventLoop;

/** A task of a loop for a time. */
final class NetTimer implements EventLoop.Timer, Comparable<NetTimer> {
    private final Timers owner;
    private final long due;
    private final long latest;
    private volatile Runnable task;

    NetTimer(Timers owner, Runnable task, long due, long slack) {
        this.owner = owner;
        this.task = task;
        this.due = due;
        latest = due + slack;
    }

    /** Nanoseconds of the loop's clock from which on it may run. */
    long due() {
        return due;
    }

    /** When the loop wakes for it, if it was not awake since it was due. */
    long latest() {
        return latest;
    }

    /** Returns whether there is nothing to run any more. */
    boolean isCancelled() {
        return task == null;
    }

    /** The task, once; null if it was cancelled. */
    Runnable take() {
        var taken = task;
        task = null;
        return taken;
    }

    /** What it held can go at once, the empty timer soon. Thread: any. */
    @Override
    public void cancel() {
        if (take() != null) {
            owner.onCancel();
        }
    }

    @Override
    public int compareTo(NetTimer other) {
        return Long.signum(latest - other.latest);
    }
}
