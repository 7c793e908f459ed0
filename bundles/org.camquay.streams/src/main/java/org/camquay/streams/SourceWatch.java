// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.concurrent.TimeUnit;

/**
 * Looks after one source from the moment it is asked to open: a driver whose thread died, or that hangs, says nothing.
 * Each look sets the next one, also when it fails. Thread: any.
 */
final class SourceWatch {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** A driver that did not open after so many timeouts never will. */
    private static final int OPENING = 2;

    private final SourceLink link;
    private final SourceFeed feed;
    private final Core core;
    private final Guard guard;
    private long openBy;
    private Runnable cancel = () -> {};
    private boolean stopped;

    SourceWatch(SourceLink link, SourceFeed feed, Core core, Guard guard) {
        this.link = link;
        this.feed = feed;
        this.core = core;
        this.guard = guard;
    }

    /** The driver is about to be asked. */
    void begin() {
        openBy = core.timers().nanoTime() + OPENING * feed.timeout().toNanos();
        look();
    }

    /** Looks now, and again when it is time; to be called when the source is open. */
    void look() {
        long next = SECOND;
        try {
            next = judge();
        } catch (Throwable e) {
            guard.failed("looking after the source", e);
        } finally {
            lookAfter(next);
        }
    }

    private synchronized void lookAfter(long nanos) {
        cancel.run();
        if (!stopped) {
            cancel = core.timers().schedule(this::look, nanos);
        }
    }

    synchronized void stop() {
        stopped = true;
        cancel.run();
    }

    /** Returns when to look again. */
    private long judge() {
        long now = core.timers().nanoTime();
        if (!feed.opened()) {
            if (now - openBy >= 0) {
                link.lost(
                        feed,
                        "the driver did not open the source within "
                                + feed.timeout().multipliedBy(OPENING).toSeconds() + " s");
            }
            return Math.max(SECOND, openBy - now);
        }
        var delivery = feed.delivery();
        switch (delivery.verdict(now)) {
            case LOST -> link.silent(feed, feed.shown(delivery.lostBecause(now)));
            case STARVED -> link.starved(feed, delivery.waitingFor(now));
            case WELL -> {
                if (delivery.flows()) {
                    link.flows(feed);
                }
                if (delivery.soundSilent(now)) {
                    link.soundSilent(feed, delivery.remark(now));
                }
            }
        }
        return delivery.untilNextLook(now);
    }
}
