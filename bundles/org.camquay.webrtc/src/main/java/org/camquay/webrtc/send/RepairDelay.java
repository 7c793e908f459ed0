// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.concurrent.TimeUnit;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.policy.SendTuning;

/**
 * On a path with losses, tells the receiver to hold pictures back long enough for retransmissions to come. The delay grows
 * from picture to picture: all at once it would itself be a freeze.
 */
final class RepairDelay {
    private final int stepMillis;
    private final PlayoutDelay usual;
    private final Bandwidth bandwidth;
    private final PacketWriter writer;
    private PlayoutDelay wanted;
    private PlayoutDelay told;
    private boolean repairing;
    private boolean suspected;

    RepairDelay(PlayoutDelay usual, Bandwidth bandwidth, PacketWriter writer, SendTuning.Repair tuning) {
        this.stepMillis = tuning.delayStepMillis();
        this.usual = usual;
        this.wanted = usual;
        this.told = usual;
        this.bandwidth = bandwidth;
        this.writer = writer;
    }

    /**
     * To be called before each picture, which carries it when it changes.
     *
     * @param behind whether it is of a backlog, whose pictures come too fast for a step with each
     */
    void adapt(boolean key, boolean behind, long roundTripNanos) {
        if (!usual.specified()) {
            return;
        }
        if (key || !repairing || bandwidth.beginning()) {
            choose(roundTripNanos);
        }
        if (!behind && !told.equals(wanted)) {
            told = wanted.after(told, stepMillis);
            writer.playoutDelay(told);
        }
    }

    /** The peer has missed something. At the beginning that is enough: much is missed before it can be counted. */
    void onLoss() {
        suspected = true;
    }

    private void choose(long roundTripNanos) {
        suspected &= bandwidth.beginning();
        double limit = repairing ? Bandwidth.USUAL_LOSS / 4 : Bandwidth.USUAL_LOSS;
        boolean lossy = suspected || bandwidth.usualLoss() > limit;
        if (lossy || repairing) {
            repairing = lossy;
            wanted = lossy ? usual.repairing(TimeUnit.NANOSECONDS.toMillis(roundTripNanos)) : usual;
        }
    }
}
