// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.camquay.api.stream.Subscription.UNLIMITED;

import org.camquay.webrtc.congestion.PathState;
import org.camquay.webrtc.policy.SendTuning;

/**
 * What one viewer would like its track's encoder to make: less, while its path is too small and there is no smaller
 * quality to go to.
 */
final class EncoderWish {
    private final SendTuning.Encoder tuning;
    private final TrackViewer viewer;
    private TrackPackets packets;
    private long lookedAt;
    private boolean limiting;
    /** What the path takes, without its dips. */
    private double level;

    EncoderWish(TrackViewer viewer, SendTuning.Encoder tuning) {
        this.tuning = tuning;
        this.viewer = viewer;
    }

    /**
     * To be called often.
     *
     * @param smaller whether there is a smaller quality
     */
    void update(TrackPackets of, boolean smaller, PathState path, long now) {
        if (of != packets) {
            packets = of;
            limiting = false;
        } else if (now - lookedAt < tuning.interval()) {
            return;
        }
        double weight = Math.min(1, (now - lookedAt) / (double) tuning.smooth());
        lookedAt = now;
        long target = path.target();
        level = limiting
                ? Math.min(level + weight * (target - level), tuning.deepestDip() * target)
                : tuning.firstStep() * target;
        boolean limited = !smaller && path.measured() && path.limited();
        boolean wanted = limited && (limiting ? goesOn() : begins(path));
        if (wanted || limiting) {
            limiting = wanted;
            packets.limit().wish(viewer, wanted ? (int) Math.min(UNLIMITED - 1, tuning.share() * level) : UNLIMITED);
        }
    }

    private boolean begins(PathState path) {
        return path.congested() && path.target() < packets.bitrate();
    }

    private boolean goesOn() {
        long full = packets.limit().full();
        return full == 0 || tuning.share() * level < full;
    }

    /** Bits a second of what the encoder would make without this viewer's wish; 0 when it gets that. */
    long missing() {
        return limiting ? packets.limit().full() : 0;
    }
}
