// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.api.net.EventLoop;

/** A batch for each event loop, since one viewer at a time sends there. Thread: any. */
public final class SegmentBatches {
    private final Map<EventLoop, SegmentBatch> batches = new ConcurrentHashMap<>();

    SegmentBatch of(EventLoop loop) {
        return batches.computeIfAbsent(loop, each -> new SegmentBatch());
    }
}
