// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.api.stream.Track;
import org.camquay.webrtc.policy.KeyFrameDemand;
import org.camquay.webrtc.policy.SendTuning;

/** Asks sources for key frames on behalf of one viewer, as far as {@link KeyFrameDemand} lets it. */
final class KeyFrameRequests {
    private final SendPath path;
    private final SenderCounters counters;
    private final KeyFrameDemand demand;
    /** Until a key frame is there, which the viewer waits for. */
    private boolean wanted;

    private long skippedAt = -1;

    KeyFrameRequests(SendPath path, SenderCounters counters, SendTuning.Asking tuning) {
        this.path = path;
        this.counters = counters;
        this.demand = new KeyFrameDemand(tuning);
    }

    /** A key frame went out to the viewer. */
    void sent(long now) {
        demand.sent(now);
    }

    /** Asks, unless nothing gets through to the viewer or it has asked too often. */
    void ask(Track source, long now) {
        boolean silent = path.bandwidth().state(now).silent();
        if (!silent && demand.passes(counters.roundTripNanos(path.bandwidth()), now)) {
            source.requestKeyFrame();
        }
    }

    /** The viewer can be sent nothing until a key frame comes: asks again and again, as far as it may. */
    void await(Track source, long now) {
        wanted = true;
        ask(source, now);
    }

    /**
     * A picture was not sent, since the path took nothing, and there is no key frame to go on with.
     *
     * @param lastNumber of the packet that went out last: if it is the same as at the time before, there is no path, and a
     *     key frame would be lost as well
     */
    void skipped(Track source, long lastNumber, long now) {
        boolean pathless = lastNumber == skippedAt;
        skippedAt = lastNumber;
        if (!pathless) {
            await(source, now);
        }
    }

    /** There is still none. */
    void waiting(Track source, long now) {
        if (wanted) {
            ask(source, now);
        }
    }

    /** There is one. */
    void satisfied() {
        wanted = false;
    }
}
