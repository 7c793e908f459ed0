// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import java.time.Duration;
import org.camquay.api.net.EventLoop;
import org.camquay.dtls.DtlsTimer;

/** DTLS's time limits, kept by the viewer's loop. Thread: any. */
public record LoopTimer(EventLoop loop) implements DtlsTimer {
    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        return loop.schedule(task, delay.toNanos())::cancel;
    }
}
