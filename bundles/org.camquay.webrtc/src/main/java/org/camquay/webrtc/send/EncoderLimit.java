// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.camquay.api.stream.Subscription.UNLIMITED;

import java.util.HashMap;
import java.util.Map;
import org.camquay.api.stream.Subscription;

/**
 * What the viewers of one track can take, for its encoder: the most of all, and no limit as long as one of them has
 * none. Thread: any.
 */
final class EncoderLimit {
    private final StreamRate rate;
    private final Map<TrackViewer, Integer> wishes = new HashMap<>();
    private Subscription subscription;
    private int told = UNLIMITED;
    private boolean followed;
    private long full;

    /** @param rate of what the encoder makes */
    EncoderLimit(StreamRate rate) {
        this.rate = rate;
    }

    /** How the encoder is told. */
    synchronized void through(Subscription newSubscription) {
        subscription = newSubscription;
    }

    synchronized void join(TrackViewer viewer) {
        wishes.put(viewer, UNLIMITED);
        tell();
    }

    synchronized void leave(TrackViewer viewer) {
        wishes.remove(viewer);
        tell();
    }

    /** A viewer can take so many bits a second; {@link Subscription#UNLIMITED} for whatever there is. */
    synchronized void wish(TrackViewer viewer, int bitsPerSecond) {
        if (wishes.containsKey(viewer)) {
            wishes.put(viewer, bitsPerSecond);
            tell();
        }
    }

    private void tell() {
        int most = wishes.values().stream().mapToInt(wish -> wish).max().orElse(UNLIMITED);
        if (most == told || subscription == null) {
            return;
        }
        if (told == UNLIMITED) {
            full = rate.bitsPerSecond();
        }
        boolean less = most < told;
        told = most;
        followed = subscription.setTargetBitrate(most);
        if (followed && less) {
            rate.expect(most);
        }
    }

    /** Bits a second that the encoder made before it was limited; 0 when it is not, or does not follow. */
    synchronized long full() {
        return told == UNLIMITED || !followed ? 0 : full;
    }
}
