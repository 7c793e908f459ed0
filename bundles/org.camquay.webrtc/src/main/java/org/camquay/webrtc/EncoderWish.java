// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.camquay.api.stream.Subscription.UNLIMITED;

import java.util.concurrent.TimeUnit;
import org.camquay.webrtc.congestion.PathState;

/**
 * What one viewer would like its track's encoder to make: less, while its path is too small and there is no smaller
 * quality to go to.
 */
final class EncoderWish {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);
    /** Of what the path takes; the rest is for sound, headers, repair, and for queues to become shorter. */
    private static final double SHARE = 0.8;
    /** An estimate dips with each key frame: so much of it, in nanoseconds, is one sample among others. */
    private static final double SMOOTH = TimeUnit.SECONDS.toNanos(2);

    private static final double DEEPEST_DIP = 1.5;
    /**
     * At first the estimate is still falling, and queues are full: less at once is better than twice, since each change
     * may cost a key frame.
     */
    private static final double FIRST_STEP = 0.6;

    private final RtpSender viewer;
    private TrackPackets packets;
    private long lookedAt;
    private boolean limiting;
    /** What the path takes, without its dips. */
    private double level;

    EncoderWish(RtpSender viewer) {
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
        } else if (now - lookedAt < INTERVAL) {
            return;
        }
        double weight = Math.min(1, (now - lookedAt) / SMOOTH);
        lookedAt = now;
        long target = path.target();
        level = limiting ? Math.min(level + weight * (target - level), DEEPEST_DIP * target) : FIRST_STEP * target;
        boolean limited = !smaller && path.measured() && path.limited();
        boolean wanted = limited && (limiting ? goesOn() : begins(path));
        if (wanted || limiting) {
            limiting = wanted;
            packets.limit().wish(viewer, wanted ? (int) Math.min(UNLIMITED - 1, SHARE * level) : UNLIMITED);
        }
    }

    private boolean begins(PathState path) {
        return path.congested() && path.target() < packets.bitrate();
    }

    private boolean goesOn() {
        long full = packets.limit().full();
        return full == 0 || SHARE * level < full;
    }

    /** Bits a second of what the encoder would make without this viewer's wish; 0 when it gets that. */
    long missing() {
        return limiting ? packets.limit().full() : 0;
    }
}
