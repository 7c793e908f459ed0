// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camquay.api.net.EventLoop;

/** The viewers of one track on one loop: woken once however many frames are new. Lives on its loop. */
final class FanOut {
    private final EventLoop loop;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final List<TrackViewer> viewers = new ArrayList<>();

    FanOut(EventLoop loop) {
        this.loop = loop;
    }

    void add(TrackViewer viewer) {
        viewers.add(viewer);
    }

    void remove(TrackViewer viewer) {
        viewers.remove(viewer);
    }

    int size() {
        return viewers.size();
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** Thread: any. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.execute(this::send);
        }
    }

    private void send() {
        woken.set(false);
        for (int i = 0; i < viewers.size(); i++) {
            var viewer = viewers.get(i);
            try {
                viewer.sendNew();
            } catch (Exception | LinkageError e) {
                // Later, since its end takes it out of this list. Those after it get their frame.
                loop.execute(() -> viewer.fail(e));
            }
        }
    }
}
