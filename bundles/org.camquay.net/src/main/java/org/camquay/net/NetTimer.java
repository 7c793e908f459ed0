// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import org.camquay.api.net.EventLoop;

/** A task of a loop for a time. */
final class NetTimer implements EventLoop.Timer, Comparable<NetTimer> {
    private final long due;
    private final long latest;
    private volatile Runnable task;

    NetTimer(Runnable task, long due, long tolerance) {
        this.task = task;
        this.due = due;
        latest = due + tolerance;
    }

    /** Nanoseconds of the loop's clock from which on it may run. */
    long due() {
        return due;
    }

    /** When the loop wakes for it, if it was not awake since it was due. */
    long latest() {
        return latest;
    }

    /** Null once it was cancelled. */
    Runnable task() {
        return task;
    }

    /** What it held can go at once; the empty timer goes when it would have been due. */
    @Override
    public void cancel() {
        task = null;
    }

    @Override
    public int compareTo(NetTimer other) {
        return Long.signum(latest - other.latest);
    }
}
