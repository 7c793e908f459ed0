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
    private final List<RtpSender> senders = new ArrayList<>();

    FanOut(EventLoop loop) {
        this.loop = loop;
    }

    void add(RtpSender sender) {
        senders.add(sender);
    }

    void remove(RtpSender sender) {
        senders.remove(sender);
    }

    int size() {
        return senders.size();
    }

    boolean isEmpty() {
        return senders.isEmpty();
    }

    /** Thread: any. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.execute(this::send);
        }
    }

    private void send() {
        woken.set(false);
        for (int i = 0; i < senders.size(); i++) {
            var sender = senders.get(i);
            try {
                sender.sendNew();
            } catch (Exception | LinkageError e) {
                // Later, since its end takes it out of this list. Those after it get their frame.
                loop.execute(() -> sender.fail(e));
            }
        }
    }
}
