// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import java.util.concurrent.TimeUnit;
import org.camquay.api.net.EventLoop;
import org.camquay.webrtc.Environment;
import org.camquay.webrtc.WarmUp;

/**
 * Serves some viewers in memory after the start, so that the first real one does not wait for classes to be loaded and
 * ciphers to be compiled. Ends when a real one comes. Thread: any for the methods of {@link WarmUp}.
 */
final class Rehearsal implements WarmUp {
    /** Half of them are invited, the others bring an offer; the last ones take a fraction of the first ones' time. */
    static final int VIEWERS = 16;

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(6);

    private final Environment environment;
    private final EventLoop loop;
    private volatile boolean stopped;
    private RehearsedViewer viewer;
    private int viewers;
    private int served;
    private boolean over;
    private long began;

    Rehearsal(Environment environment, EventLoop loop) {
        this.environment = environment;
        this.loop = loop;
    }

    @Override
    public void start() {
        loop.execute(() -> {
            began = loop.nanoTime();
            new RehearsedPath(environment.agents(), loop, this::next).begin();
        });
    }

    /** No further viewer comes. */
    @Override
    public void stop() {
        stopped = true;
    }

    /** As {@link #stop}, and the viewer under way leaves. */
    @Override
    public void close() {
        stop();
        loop.execute(() -> {
            if (viewer != null) {
                viewer.end();
            }
        });
    }

    /** Viewers who got what they came for; on the loop. */
    int served() {
        return served;
    }

    /** Whether nobody comes any more; on the loop. */
    boolean over() {
        return over;
    }

    private void next() {
        if (viewer != null && viewer.served()) {
            served++;
        }
        over = stopped || viewers == VIEWERS || loop.nanoTime() - began > LONGEST;
        if (!over) {
            viewers++;
            viewer = new RehearsedViewer(environment, loop, viewers % 2 == 0, () -> loop.execute(this::next));
            viewer.join();
        } else {
            viewer = null;
        }
    }
}
