// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.concurrent.TimeUnit;

/** On a path with losses, tells the receiver to hold pictures back long enough for retransmissions to come. */
final class RepairDelay {
    private final PlayoutDelay usual;
    private final Bandwidth bandwidth;
    private final PacketWriter writer;
    private boolean repairing;

    RepairDelay(PlayoutDelay usual, Bandwidth bandwidth, PacketWriter writer) {
        this.usual = usual;
        this.bandwidth = bandwidth;
        this.writer = writer;
    }

    /** To be called before each key frame, which carries it. */
    void adapt(long roundTripNanos) {
        if (!usual.specified()) {
            return;
        }
        double limit = repairing ? Bandwidth.USUAL_LOSS / 4 : Bandwidth.USUAL_LOSS;
        boolean lossy = bandwidth.usualLoss() > limit;
        if (lossy || repairing) {
            repairing = lossy;
            writer.playoutDelay(lossy ? usual.repairing(TimeUnit.NANOSECONDS.toMillis(roundTripNanos)) : usual);
        }
    }
}
